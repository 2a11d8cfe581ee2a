package io.aurea.chance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.function.IntPredicate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RateTestTest {

    /** Sum of probability times evidence over all records of this length: the expected value of the bet. */
    private static double expected(RateTest test, double chance, int trials) {
        return trials == 0
                ? test.evidence()
                : chance * expected(test.after(true), chance, trials - 1)
                        + (1 - chance) * expected(test.after(false), chance, trials - 1);
    }

    @Property(tries = 100)
    void shouldNotGainOnAverageWhereTheRateIsReached(
            @ForAll @DoubleRange(min = 0.05, max = 0.95) double rate,
            @ForAll @DoubleRange(min = 0, max = 1) double above,
            @ForAll @IntRange(min = 1, max = 10) int trials) {
        assertThat(expected(RateTest.of(rate), rate, trials)).isCloseTo(1, within(1e-9));
        assertThat(expected(RateTest.of(rate), rate + above * (1 - rate), trials))
                .isLessThanOrEqualTo(1 + 1e-9);
    }

    /** @return the trial at which the rate is refuted; 0: never */
    private static int refuted(double rate, double error, int trials, IntPredicate success) {
        RateTest test = RateTest.of(rate);
        for (int n = 1; n <= trials; n++) {
            test = test.after(success.test(n));
            if (test.refuted(error)) {
                return n;
            }
        }
        return 0;
    }

    @Test
    void shouldBeWrongNoMoreOftenThanItsErrorHoweverOftenItIsLookedAt() {
        for (double error : new double[] {0.01, 0.05}) {
            for (double truth : new double[] {0.5, 0.55, 0.65}) {
                int wrong = 0;
                for (int run = 0; run < 2_000; run++) {
                    Random random = new Random(run);
                    wrong += refuted(0.5, error, 2_000, n -> random.nextDouble() < truth) > 0 ? 1 : 0;
                }
                // Three standard errors of 2,000 runs above the promised error.
                assertThat(wrong / 2_000.0)
                        .as("error %s, truth %s", error, truth)
                        .isLessThanOrEqualTo(error + 3 * Math.sqrt(error / 2_000));
            }
        }
    }

    @Test
    void shouldSeeSoonThatARateIsFarBelow() {
        assertThat(refuted(0.5, 0.01, 100, n -> false)).isEqualTo(10);
        assertThat(mean(0.5, 0.01, 0.1)).isBetween(12.0, 18.0);
        assertThat(mean(0.5, 0.01, 0.3)).isBetween(52.0, 72.0);
    }

    private static double mean(double rate, double error, double truth) {
        long sum = 0;
        for (int run = 0; run < 1_000; run++) {
            Random random = new Random(run);
            int at = refuted(rate, error, 5_000, n -> random.nextDouble() < truth);
            assertThat(at).isPositive();
            sum += at;
        }
        return sum / 1_000.0;
    }

    @Test
    void shouldSeeThatALongGoodRecordHasEnded() {
        long sum = 0;
        for (int run = 0; run < 300; run++) {
            Random random = new Random(run);
            sum += refuted(0.5, 0.01, 5_000, n -> random.nextDouble() < (n <= 500 ? 0.8 : 0.3)) - 500;
        }
        assertThat(sum / 300.0).isBetween(120.0, 200.0);
    }

    @Test
    void shouldHaveNoEvidenceAgainstARateOfNothingAndAllAgainstOneThatRulesFailuresOut() {
        assertThat(refuted(0, 0.5, 1_000, n -> false)).isZero();
        assertThat(refuted(1, 1e-9, 10, n -> n < 5)).isEqualTo(5);
        assertThat(refuted(1, 1e-9, 10, n -> n != 1)).as("for ever").isEqualTo(1);
    }

    @Property(tries = 200)
    void shouldGoOnAfterDecodingAsIfNothingHadHappened(
            @ForAll long seed, @ForAll @DoubleRange(min = 0, max = 1) double rate) throws IOException {
        Random random = new Random(seed);
        RateTest whole = RateTest.of(rate);
        RateTest stopped = RateTest.of(rate);
        for (int n = 0; n < 300; n++) {
            boolean success = random.nextDouble() < 0.7;
            whole = whole.after(success);
            stopped = decoded(stopped.after(success));
            assertThat(stopped).isEqualTo(whole);
        }
        assertThat(whole.evidence()).isNotNaN();
    }

    private static RateTest decoded(RateTest test) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        test.write(new DataOutputStream(bytes));
        assertThat(bytes.size()).isEqualTo(32);
        return RateTest.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    }
}
