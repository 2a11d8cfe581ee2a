package io.aurea.autonomy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class BarTest {
    private static final Threshold FULL_AUTO = new Threshold(0.65, 0.55, 0.75);
    private static final long MONTH = 30L * 86_400_000;
    private static final int MINIMUM = 10;
    private static final double ERROR = 0.05;

    private static Bar fed(Bar bar, boolean verified, int times) {
        Bar now = bar;
        for (int i = 0; i < times; i++) {
            now = now.after(verified, FULL_AUTO, MINIMUM, ERROR, 0);
        }
        return now;
    }

    private static double height(Bar bar) {
        return bar.height(FULL_AUTO, 0, MONTH);
    }

    @Test
    void shouldStayBelowItsMinimumOfOutcomesAndThenMoveByEvidence() {
        Bar bar = Bar.at(FULL_AUTO);
        assertThat(height(fed(bar, false, 9))).as("however bad").isEqualTo(0.65);
        assertThat(height(fed(bar, false, 10))).isEqualTo(0.75);
        assertThat(height(fed(bar, true, 10))).isEqualTo(0.65);
        assertThat(height(fed(bar, true, 11))).isEqualTo(0.55);
    }

    @Test
    void shouldMoveTheOtherWayWhenTheOutcomesTurn() {
        Bar low = fed(Bar.at(FULL_AUTO), true, 11);
        assertThat(height(fed(low, false, 9))).isEqualTo(0.55);
        assertThat(height(fed(low, false, 10))).isEqualTo(0.75);
    }

    @Test
    void shouldGoBackToItsStartAsItsEvidenceAges() {
        Bar low = fed(Bar.at(FULL_AUTO), true, 11);
        assertThat(low.height(FULL_AUTO, MONTH, MONTH)).isCloseTo(0.6, within(1e-12));
        assertThat(low.height(FULL_AUTO, 2 * MONTH, MONTH)).isCloseTo(0.625, within(1e-12));
        assertThat(low.height(FULL_AUTO, 60 * MONTH, MONTH)).isCloseTo(0.65, within(1e-12));
        assertThat(low.height(FULL_AUTO, -MONTH, MONTH))
                .as("time does not go back")
                .isEqualTo(0.55);
    }

    @Test
    void shouldBeginItsTestsAnewUnderAPolicyThatAsksForSomethingElse() {
        Bar nine = fed(Bar.at(FULL_AUTO), false, 9);
        Threshold other = new Threshold(0.7, 0.6, 0.8);
        assertThat(nine.after(false, other, MINIMUM, ERROR, 0).height(other, 0, MONTH))
                .isEqualTo(0.7);
    }

    @Test
    void shouldMoveWronglyNoMoreOftenThanItsErrorSays() {
        int runs = 1_000;
        int anywhere = 0;
        int raised = 0;
        int lowered = 0;
        for (int run = 0; run < runs; run++) {
            anywhere += first(run, 0.65) != 0 ? 1 : 0;
            raised += first(run, 0.8) > 0 ? 1 : 0;
            lowered += first(run, 0.45) < 0 ? 1 : 0;
        }
        assertThat(anywhere / (double) runs).as("exactly what is asked").isLessThanOrEqualTo(0.10 + 0.03);
        assertThat(raised / (double) runs).as("better than asked").isLessThanOrEqualTo(0.05 + 0.02);
        assertThat(lowered / (double) runs).as("worse than asked").isLessThanOrEqualTo(0.05 + 0.02);
    }

    /** First move of the bar of a rule with this rate in 1,000 outcomes. */
    private static int first(long seed, double rate) {
        Random random = new Random(seed);
        Bar bar = Bar.at(FULL_AUTO);
        for (int n = 0; n < 1_000 && bar.moved() == 0; n++) {
            bar = bar.after(random.nextDouble() < rate, FULL_AUTO, MINIMUM, ERROR, n);
        }
        return bar.moved();
    }

    @Property(tries = 200)
    void shouldStayWithinItsBoundsAndGoOnAfterDecoding(
            @ForAll long seed, @ForAll @DoubleRange(min = 0, max = 1) double rate) {
        Random random = new Random(seed);
        Bar bar = Bar.at(FULL_AUTO);
        for (int n = 0; n < 300; n++) {
            boolean verified = random.nextDouble() < rate;
            long at = n * MONTH / 20;
            Bar whole = bar.after(verified, FULL_AUTO, MINIMUM, ERROR, at);
            bar = Bar.CODEC.decode(Bar.CODEC.encode(bar)).after(verified, FULL_AUTO, MINIMUM, ERROR, at);
            assertThat(bar).isEqualTo(whole);
            assertThat(bar.height(FULL_AUTO, at, MONTH)).isBetween(0.55, 0.75);
        }
    }
}
