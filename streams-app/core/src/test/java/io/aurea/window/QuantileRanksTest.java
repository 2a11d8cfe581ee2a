package io.aurea.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.fixture.ObserveLog;
import io.aurea.fixture.Observed;
import io.aurea.schema.Observation;
import io.aurea.schema.Trend;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class QuantileRanksTest {
    private static final double P95 = 0.95;

    @Property
    void shouldLeaveTwoAndAHalfPercentOnEachSideAndNoRankToSpare(@ForAll @IntRange(min = 2, max = 5_000) int n) {
        QuantileRanks ranks = QuantileRanks.of(P95, n);
        assertThat(below(ranks.low(), n)).isLessThanOrEqualTo(0.025);
        if (n <= 2_000) {
            assertThat(ranks.low() == n || below(ranks.low() + 1, n) > 0.025).isTrue();
        }
        if (ranks.high() > 0) {
            assertThat(1 - below(ranks.high(), n)).isLessThanOrEqualTo(0.025);
            assertThat(ranks.high()).isGreaterThan(ranks.low()).isLessThanOrEqualTo(n);
        } else {
            assertThat(StrictMath.pow(P95, n)).isGreaterThan(0.025);
        }
    }

    /** P(B < rank), B binomial (n, 0.95), by logarithms. */
    private static double below(long rank, int n) {
        double sum = 0;
        double log = n * StrictMath.log(1 - P95);
        for (int k = 0; k < rank; k++) {
            sum += StrictMath.exp(log);
            log += StrictMath.log((double) (n - k) / (k + 1) * P95 / (1 - P95));
        }
        return sum;
    }

    @Example
    void shouldKnowNoUpperLimitFromFewValuesAndNoneFromOne() {
        assertThat(QuantileRanks.of(P95, 1)).isEqualTo(new QuantileRanks(0, 0));
        assertThat(QuantileRanks.of(P95, 2)).isEqualTo(new QuantileRanks(1, 0));
        assertThat(QuantileRanks.of(P95, 71).high()).isZero();
        assertThat(QuantileRanks.of(P95, 72).high()).isEqualTo(72);
    }

    @Property(tries = 30)
    void shouldHoldTheTrueP95InNineteenWindowsOfTwenty(@ForAll @IntRange(min = 2, max = 400) int n, @ForAll long seed) {
        Random random = new Random(seed);
        double truth = -100 * Math.log(1 - P95);
        int windows = 400;
        int held = 0;
        ObserveLog out = new ObserveLog();
        PartitionWindows observed = new PartitionWindows(new WindowSettings(1_000, 0, 0, 10));
        for (int w = 0; w <= windows; w++) {
            for (int i = 0; i < n; i++) {
                Observation o = Observed.operation("t", "s", "op", w * 1_000L + i, true);
                o.setDurationMs(-100 * Math.log(1 - random.nextDouble()));
                observed.accept(Observed.keyOf(o), o, Long.MAX_VALUE / 2, out);
            }
        }
        for (Trend t : out.trends()) {
            assertThat(t.getLevelLow()).isBetween(t.getMin(), t.getLevel());
            if (t.getLevelHigh() != null) {
                assertThat(t.getLevelHigh()).isBetween(t.getLevel(), t.getMax());
            }
            // The sketch answers within 1 %.
            if (t.getLevelLow() <= truth * 1.01 && (t.getLevelHigh() == null || t.getLevelHigh() >= truth * 0.99)) {
                held++;
            }
        }
        assertThat(out.trends()).hasSize(windows);
        // 380 expected at least; 360 is 4.6 standard deviations below.
        assertThat(held).isGreaterThan(360);
    }
}
