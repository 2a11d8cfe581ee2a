package io.aurea.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertainShareTest {
    private static final Offset<Double> ROUNDED = Offset.offset(0.005);

    /** The share for these cycles, {@code failures/attempts}, newest first. */
    private static double share(String... cycles) {
        long[] attempts = new long[cycles.length];
        long[] failures = new long[cycles.length];
        for (int i = 0; i < cycles.length; i++) {
            String[] parts = cycles[i].split("/");
            failures[i] = Long.parseLong(parts[0]);
            attempts[i] = Long.parseLong(parts[1]);
        }
        return CertainShare.of(attempts, failures, cycles.length);
    }

    private static String[] after(String newest, int times, String then, int otherTimes) {
        String[] cycles = new String[times + otherTimes];
        Arrays.fill(cycles, 0, times, newest);
        Arrays.fill(cycles, times, cycles.length, then);
        return cycles;
    }

    @ParameterizedTest
    @CsvSource({
        "15/15, 1",
        "7/7, 1",
        "5/5, 1",
        "3/3, 0.325",
        "10/30, 0.14",
        "1/1, 0.005",
        "1/3, 0.005",
        "1/20, 0.005",
        "0/3, 0",
        "0/1, 0",
        "10/200, 0.05",
        "100/1000, 0.1",
        "1000/1000, 1"
    })
    void shouldTellOfOneCycleWithoutAPastWhatItProves(String cycle, double share) {
        assertThat(share(cycle)).isCloseTo(share, ROUNDED);
    }

    @ParameterizedTest
    @CsvSource({"15/15, 1", "7/7, 1", "3/3, 0.325", "10/30, 0.14", "1000/1000, 1", "100/1000, 0.1"})
    void shouldTellWhatFailsInItsFirstCycleHoweverWellItWentBefore(String cycle, double share) {
        String well = "0/" + cycle.split("/")[1];
        assertThat(share(after(cycle, 1, well, 60))).isCloseTo(share, ROUNDED);
    }

    @Test
    void shouldFindWhatFailsAnAttemptAtATime() {
        assertThat(share(after("1/1", 3, "0/1", 57))).isCloseTo(0.325, ROUNDED);
        assertThat(share(after("1/1", 5, "0/1", 55))).isCloseTo(1, ROUNDED);
    }

    @Test
    void shouldTakeGoodNewsFromThreeCyclesOnly() {
        assertThat(share(after("0/1000", 1, "1000/1000", 10))).isGreaterThan(0.6);
        assertThat(share(after("0/1000", 2, "1000/1000", 10))).isGreaterThan(0.3);
        assertThat(share(after("0/1000", 3, "1000/1000", 10))).isLessThan(0.005);
        assertThat(share("0/100", "100/100", "0/100", "100/100")).isGreaterThan(0.3);
    }

    @ParameterizedTest
    @CsvSource({"10, 0.21", "22, 0.10", "45, 0.05"})
    void shouldRiseAgainAsFarAsGoodAttemptsProve(int cycles, double share) {
        assertThat(share(after("0/3", cycles, "3/3", 60 - cycles))).isCloseTo(share, ROUNDED);
    }

    @Test
    void shouldCountTheShareItselfOnceThereAreEnoughAttempts() {
        assertThat(share(after("1/20", 20, "0/20", 0))).isCloseTo(0.05, ROUNDED);
        assertThat(share(after("2/5", 40, "0/5", 0))).isCloseTo(0.4, ROUNDED);
    }

    /** One series for 11 days, with 1 % of failures. */
    @ParameterizedTest
    @ValueSource(ints = {3, 20})
    void shouldNotCallChanceSick(int attemptsPerCycle) {
        Random random = new Random(17);
        int beyond = 0;
        int cycles = 100_000;
        Attempts memory = Attempts.of(new Attempts.Cycle(0, attemptsPerCycle, 0));
        AttemptPool pool = new AttemptPool();
        for (int c = 1; c <= cycles; c++) {
            int failures = 0;
            for (int n = 0; n < attemptsPerCycle; n++) {
                failures += random.nextInt(100) == 0 ? 1 : 0;
            }
            memory = memory.and(new Attempts.Cycle(c * 10_000L, attemptsPerCycle, failures), 10_000);
            beyond += pool.share(List.of(memory), c * 10_000L, 10_000) > 0.075 ? 1 : 0;
        }
        assertThat(beyond).as("of %s cycles", cycles).isLessThanOrEqualTo(5);
    }
}
