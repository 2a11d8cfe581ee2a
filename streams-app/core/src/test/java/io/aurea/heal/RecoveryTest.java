package io.aurea.heal;

import static io.aurea.heal.Recovery.CureVerdict.INEFFECTIVE;
import static io.aurea.heal.Recovery.CureVerdict.UNDECIDED;
import static io.aurea.heal.Recovery.CureVerdict.UNJUDGED;
import static io.aurea.heal.Recovery.CureVerdict.VERIFIED;
import static io.aurea.heal.Recovery.SymptomShown.CALM;
import static io.aurea.heal.Recovery.SymptomShown.ON;
import static io.aurea.heal.Recovery.SymptomShown.OVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.heal.Recovery.CureVerdict;
import io.aurea.heal.Recovery.Judgement;
import io.aurea.heal.Recovery.SymptomShown;
import org.junit.jupiter.api.Test;

class RecoveryTest {
    private static final MetricReading BEFORE = MetricReading.gauge(500.0, 100.0, 2.0);
    private static final Expectation NONE = new Expectation("", false, 1, false, MetricReading.NONE);

    private static Judgement said(
            Expectation expected, SymptomShown symptom, boolean heard, MetricReading now, boolean lastCall) {
        return Recovery.judge(expected, symptom, heard, now, lastCall, HealSettings.DEFAULTS);
    }

    private static CureVerdict judge(
            Expectation expected, SymptomShown symptom, boolean heard, Double now, boolean lastCall) {
        return said(expected, symptom, heard, MetricReading.gauge(now, 480.0, 50.0), lastCall)
                .verdict();
    }

    private static CureVerdict down(double size, Double now) {
        return judge(new Expectation("a/b", false, size, false, BEFORE), OVER, true, now, true);
    }

    /** A success rate that should rise, from 0.81 in 200 attempts at the time of the decision. */
    private static Expectation success(double size, Double reference) {
        return new Expectation("success_rate", true, size, false, MetricReading.rate(162, 200, reference));
    }

    private static CureVerdict success(Double reference, long successes, long attempts, boolean lastCall) {
        return said(success(0.8, reference), OVER, true, MetricReading.rate(successes, attempts, 0.9), lastCall)
                .verdict();
    }

    @Test
    void shouldMeasureByTheReferenceOfTheDecisionAndNotByOneThatGotUsedToTheFault() {
        assertThat(down(1, 480.0)).isEqualTo(INEFFECTIVE);
        assertThat(down(1, 120.0)).as("4 spreads of at least 5 %").isEqualTo(VERIFIED);
        assertThat(down(1, 121.0)).isEqualTo(INEFFECTIVE);
        assertThat(down(1, 10.0)).as("below the reference is no harm").isEqualTo(VERIFIED);
    }

    @Test
    void shouldAcceptTheShareOfTheDistanceThatWasExpected() {
        assertThat(down(0.5, 300.0)).isEqualTo(VERIFIED);
        assertThat(down(0.5, 301.0)).isEqualTo(INEFFECTIVE);
        Expectation up = new Expectation("r", true, 0.5, false, MetricReading.gauge(0.5, 1.0, 0.01));
        assertThat(judge(up, OVER, true, 0.75, true)).isEqualTo(VERIFIED);
        assertThat(judge(up, OVER, true, 0.7, true)).isEqualTo(INEFFECTIVE);
    }

    @Test
    void shouldNotVerifyARateThatHasNotComeBack() {
        assertThat(success(0.999, 160, 200, true)).as("0.81 to 0.80").isEqualTo(INEFFECTIVE);
        assertThat(success(0.999, 170, 200, true)).as("0.81 to 0.85").isEqualTo(INEFFECTIVE);
        assertThat(success(0.999, 200, 200, true)).isEqualTo(VERIFIED);
    }

    @Test
    void shouldJudgeARateByTheEndOfItsIntervalThatSpeaksAgainstIt() {
        // 0.2 of the distance of 0.189 may remain, so 0.961 is back; 1 of 1 is 0.21 to 1, 19 of 20 are 0.76 to 0.99.
        assertThat(success(0.999, 1, 1, false)).isEqualTo(UNDECIDED);
        assertThat(success(0.999, 1, 1, true)).as("so few say nothing").isEqualTo(UNJUDGED);
        assertThat(success(0.999, 19, 20, true)).isEqualTo(UNJUDGED);
        assertThat(success(0.999, 99, 100, true)).as("0.946 to 0.998").isEqualTo(UNJUDGED);
        assertThat(success(0.999, 298, 300, true)).as("0.976 to 0.998").isEqualTo(VERIFIED);
        assertThat(said(success(0.8, 0.999), OVER, true, MetricReading.rate(19, 20, null), true)
                        .reason())
                .contains("not verified", "too few attempts", "0.950000 of 20 (0.7639 to 0.9911)");
    }

    @Test
    void shouldAskThatTheIntervalsOfARateWithoutAReferencePart() {
        assertThat(success(null, 163, 200, true)).as("0.81 to 0.815").isEqualTo(UNJUDGED);
        assertThat(success(null, 163, 200, false)).isEqualTo(UNDECIDED);
        assertThat(success(null, 120, 200, true)).as("0.81 to 0.6").isEqualTo(INEFFECTIVE);
        assertThat(success(null, 190, 200, true)).as("0.81 to 0.95").isEqualTo(VERIFIED);
    }

    @Test
    void shouldTakeNoCreditWhereNothingWasToClose() {
        assertThat(success(0.82, 200, 200, true)).as("0.81 of 200 may be 0.82").isEqualTo(UNJUDGED);
        assertThat(said(success(0.8, 0.82), OVER, true, MetricReading.rate(200, 200, null), false)
                        .reason())
                .contains("there was no gap to close");
        Expectation within = new Expectation("a/b", false, 0.8, false, MetricReading.gauge(119.0, 100.0, 2.0));
        assertThat(judge(within, OVER, true, 100.0, false)).isEqualTo(UNJUDGED);
        Expectation relief = new Expectation("a/b", false, 0.8, true, MetricReading.gauge(119.0, 100.0, 2.0));
        assertThat(judge(relief, ON, true, 100.0, false)).isEqualTo(UNJUDGED);
        Expectation unknown = new Expectation("a/b", false, 0.8, false, MetricReading.gauge(null, 100.0, 2.0));
        assertThat(judge(unknown, OVER, true, 100.0, false)).isEqualTo(UNJUDGED);
    }

    @Test
    void shouldNeverVerifyWhileTheSymptomIsOnOrUnheard() {
        assertThat(judge(NONE, ON, true, null, false)).isEqualTo(INEFFECTIVE);
        assertThat(judge(NONE, CALM, true, null, false)).isEqualTo(UNDECIDED);
        assertThat(judge(NONE, CALM, true, null, true)).as("it is about to end").isEqualTo(UNDECIDED);
        assertThat(judge(NONE, OVER, false, null, false)).isEqualTo(UNDECIDED);
        assertThat(judge(NONE, OVER, false, null, true)).isEqualTo(UNJUDGED);
        assertThat(judge(NONE, OVER, true, null, false)).isEqualTo(VERIFIED);
    }

    @Test
    void shouldSayThatNothingWasHeardAndNotThatTheSymptomIsStillThere() {
        assertThat(judge(NONE, ON, false, null, false)).isEqualTo(UNDECIDED);
        Judgement last = said(NONE, ON, false, MetricReading.NONE, true);
        assertThat(last.verdict()).isEqualTo(UNJUDGED);
        assertThat(last.reason())
                .isEqualTo(
                        "not verified: nothing was heard after the action, so whether the symptom is still there is not"
                                + " known");
        assertThat(said(NONE, CALM, false, MetricReading.NONE, true).verdict()).isEqualTo(UNJUDGED);
    }

    @Test
    void shouldWaitForDataOfTheMetricAndThenNotVerify() {
        Expectation expected = new Expectation("a/b", false, 1, false, BEFORE);
        assertThat(judge(expected, OVER, true, null, false)).isEqualTo(UNDECIDED);
        assertThat(judge(expected, OVER, true, null, true)).isEqualTo(UNJUDGED);
        assertThat(judge(expected, OVER, true, 400.0, false))
                .as("it may still settle")
                .isEqualTo(UNDECIDED);
    }

    @Test
    void shouldGoByTheSymptomWhereTheMetricHasNoReferenceUnlessItWentTheOtherWay() {
        Expectation expected = new Expectation("m", false, 1, false, MetricReading.gauge(10.0, null, null));
        assertThat(judge(expected, OVER, true, 9.0, true)).isEqualTo(VERIFIED);
        assertThat(judge(expected, OVER, true, 10.0, true)).isEqualTo(INEFFECTIVE);
        assertThat(judge(expected, ON, true, 9.0, true))
                .as("a move in the right direction is not enough")
                .isEqualTo(INEFFECTIVE);
        assertThat(judge(expected, OVER, false, 9.0, true)).isEqualTo(UNJUDGED);
        Expectation decides = new Expectation("m", false, 1, true, MetricReading.gauge(10.0, null, null));
        assertThat(judge(decides, OVER, true, 1.0, false)).isEqualTo(UNJUDGED);
        Expectation unknown = new Expectation("m", false, 1, false, MetricReading.NONE);
        assertThat(judge(unknown, OVER, true, 1.0, true)).isEqualTo(UNJUDGED);
    }

    @Test
    void shouldGoByTheMetricAloneWhereItDecides() {
        Expectation relief = new Expectation("a/b", false, 0.5, true, BEFORE);
        assertThat(judge(relief, ON, true, 300.0, false)).isEqualTo(VERIFIED);
        assertThat(judge(relief, ON, true, 301.0, false)).isEqualTo(UNDECIDED);
        assertThat(judge(relief, ON, true, 301.0, true)).isEqualTo(INEFFECTIVE);
        assertThat(judge(relief, OVER, true, 301.0, true))
                .as("a symptom that went does not help it")
                .isEqualTo(INEFFECTIVE);
        assertThat(judge(relief, ON, true, null, false)).isEqualTo(UNDECIDED);
        assertThat(judge(relief, ON, true, null, true)).isEqualTo(UNJUDGED);
    }
}
