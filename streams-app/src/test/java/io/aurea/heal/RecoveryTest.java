package io.aurea.heal;

import static io.aurea.heal.Recovery.Verdict.INEFFECTIVE;
import static io.aurea.heal.Recovery.Verdict.UNDECIDED;
import static io.aurea.heal.Recovery.Verdict.VERIFIED;
import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.heal.Recovery.Expectation;
import io.aurea.heal.Recovery.Verdict;
import org.junit.jupiter.api.Test;

class RecoveryTest {
    private static final Reading BEFORE = new Reading(500.0, 100.0, 2.0);

    private static Verdict judge(Expectation expected, boolean on, boolean seen, Double now, boolean lastCall) {
        return Recovery.judge(expected, on, seen, new Reading(now, 480.0, 50.0), lastCall, HealSettings.DEFAULTS)
                .verdict();
    }

    private static Verdict down(double size, Double now) {
        return judge(new Expectation("a/b", false, size, false, BEFORE), false, true, now, true);
    }

    @Test
    void shouldMeasureByTheBaselineOfTheDecisionAndNotByOneThatGotUsedToTheFault() {
        assertThat(down(1, 480.0)).isEqualTo(INEFFECTIVE);
        assertThat(down(1, 120.0)).as("4 spreads of at least 5 %").isEqualTo(VERIFIED);
        assertThat(down(1, 121.0)).isEqualTo(INEFFECTIVE);
        assertThat(down(1, 10.0)).as("below the baseline is no harm").isEqualTo(VERIFIED);
    }

    @Test
    void shouldAcceptTheShareOfTheDistanceThatWasExpected() {
        assertThat(down(0.5, 300.0)).isEqualTo(VERIFIED);
        assertThat(down(0.5, 301.0)).isEqualTo(INEFFECTIVE);
        Expectation up = new Expectation("r", true, 0.5, false, new Reading(0.5, 1.0, 0.01));
        assertThat(judge(up, false, true, 0.75, true)).isEqualTo(VERIFIED);
        assertThat(judge(up, false, true, 0.7, true)).isEqualTo(INEFFECTIVE);
    }

    @Test
    void shouldNeverVerifyWhileTheSymptomIsOnOrUnseen() {
        Expectation none = new Expectation("", false, 1, false, Reading.NONE);
        assertThat(judge(none, true, true, null, false)).isEqualTo(INEFFECTIVE);
        assertThat(judge(none, true, false, null, false)).isEqualTo(UNDECIDED);
        assertThat(judge(none, true, false, null, true)).isEqualTo(INEFFECTIVE);
        assertThat(judge(none, false, false, null, false)).isEqualTo(UNDECIDED);
        assertThat(judge(none, false, false, null, true)).isEqualTo(INEFFECTIVE);
        assertThat(judge(none, false, true, null, false)).isEqualTo(VERIFIED);
    }

    @Test
    void shouldWaitForDataOfTheMetricAndThenNotVerify() {
        Expectation expected = new Expectation("a/b", false, 1, false, BEFORE);
        assertThat(judge(expected, false, true, null, false)).isEqualTo(UNDECIDED);
        assertThat(judge(expected, false, true, null, true)).isEqualTo(INEFFECTIVE);
        assertThat(judge(expected, false, true, 400.0, false))
                .as("it may still settle")
                .isEqualTo(UNDECIDED);
    }

    @Test
    void shouldAskForAMoveInTheRightDirectionWhereNoBaselineIsKnown() {
        Expectation expected = new Expectation("m", false, 1, false, new Reading(10.0, null, null));
        assertThat(judge(expected, false, true, 9.0, true)).isEqualTo(VERIFIED);
        assertThat(judge(expected, false, true, 10.0, true)).isEqualTo(INEFFECTIVE);
        Expectation unknown = new Expectation("m", false, 1, false, Reading.NONE);
        assertThat(judge(unknown, false, true, 1.0, true)).isEqualTo(INEFFECTIVE);
    }

    @Test
    void shouldGoByTheMetricAloneWhereItDecides() {
        Expectation relief = new Expectation("a/b", false, 0.5, true, BEFORE);
        assertThat(judge(relief, true, true, 300.0, false)).isEqualTo(VERIFIED);
        assertThat(judge(relief, true, true, 301.0, false)).isEqualTo(UNDECIDED);
        assertThat(judge(relief, true, true, 301.0, true)).isEqualTo(INEFFECTIVE);
        assertThat(judge(relief, false, true, 301.0, true))
                .as("a symptom that went does not help it")
                .isEqualTo(INEFFECTIVE);
        assertThat(judge(relief, true, true, null, false)).isEqualTo(UNDECIDED);
        assertThat(judge(relief, true, true, null, true)).isEqualTo(INEFFECTIVE);
    }
}
