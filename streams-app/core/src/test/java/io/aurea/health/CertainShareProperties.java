package io.aurea.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class CertainShareProperties {

    /** Exact, by the recursion of the binomial's terms. */
    private static double chanceOfAtLeast(int failures, int attempts, double share) {
        double sum = 0;
        double logChoose = 0;
        for (int k = 0; k <= attempts; k++) {
            if (k >= failures) {
                sum += Math.exp(logChoose + k * Math.log(share) + (attempts - k) * Math.log1p(-share));
            }
            logChoose += Math.log(attempts - k) - Math.log(k + 1);
        }
        return sum;
    }

    @Property(tries = 2_000)
    void shouldErrWithItsBoundsNoMoreOftenThanStated(
            @ForAll @IntRange(min = 1, max = 400) int attempts, @ForAll @IntRange(max = 400) int some) {
        int failures = some % (attempts + 1);
        double seen = (double) failures / attempts;
        double low = CertainShare.low(failures, attempts);
        double high = CertainShare.high(failures, attempts);
        assertThat(low).isBetween(0.0, seen);
        assertThat(high).isBetween(seen, 1.0);
        if (failures > 0) {
            assertThat(low).isPositive();
            assertThat(chanceOfAtLeast(failures, attempts, low)).isLessThanOrEqualTo(CertainShare.ERROR * 1.001);
        }
        if (failures < attempts) {
            assertThat(high).isLessThan(1);
            assertThat(1 - chanceOfAtLeast(failures + 1, attempts, high))
                    .isLessThanOrEqualTo(CertainShare.ERROR * 1.001);
        }
    }

    private static long[][] anyCycles(Random random) {
        int length = 1 + random.nextInt(40);
        int busy = random.nextBoolean() ? 5 : 300;
        double share = random.nextDouble();
        long[][] cycles = new long[2][length];
        for (int i = 0; i < length; i++) {
            cycles[0][i] = random.nextInt(3) == 0 ? 0 : random.nextInt(busy);
            share = random.nextInt(10) == 0 ? random.nextDouble() : share;
            for (long n = cycles[0][i]; n > 0; n--) {
                cycles[1][i] += random.nextDouble() < share ? 1 : 0;
            }
        }
        return cycles;
    }

    private static double share(long[][] cycles) {
        return CertainShare.of(cycles[0], cycles[1], cycles[0].length);
    }

    @Property(tries = 5_000)
    void shouldNeverFallWhenMoreOfTheSameAttemptsFail(@ForAll long seed) {
        Random random = new Random(seed);
        long[][] cycles = anyCycles(random);
        double before = share(cycles);
        assertThat(before).isBetween(0.0, 1.0);
        int i = random.nextInt(cycles[0].length);
        cycles[1][i] += random.nextInt((int) (cycles[0][i] - cycles[1][i]) + 1);
        assertThat(share(cycles)).isGreaterThanOrEqualTo(before - 1e-6);
    }

    @Property(tries = 2_000)
    void shouldNeverBeBelowWhatTheLastCycleAloneProves(@ForAll long seed) {
        long[][] cycles = anyCycles(new Random(seed));
        if (cycles[0][0] > 0) {
            assertThat(share(cycles)).isGreaterThanOrEqualTo(CertainShare.low(cycles[1][0], cycles[0][0]) - 1e-6);
        }
    }

    @Property(tries = 500)
    void shouldSayNothingOfCyclesWithoutAttempts(@ForAll long seed) {
        Random random = new Random(seed);
        long[][] cycles = anyCycles(random);
        int gap = random.nextInt(cycles[0].length + 1);
        long[][] wider = new long[2][cycles[0].length + 1];
        for (int i = 0; i < cycles[0].length; i++) {
            wider[0][i < gap ? i : i + 1] = cycles[0][i];
            wider[1][i < gap ? i : i + 1] = cycles[1][i];
        }
        assertThat(share(wider)).isEqualTo(share(cycles));
    }
}
