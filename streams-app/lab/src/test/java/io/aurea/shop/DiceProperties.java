package io.aurea.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class DiceProperties {
    private static final int THROWS = 20_000;

    @Property(tries = 50)
    void shouldThrowTheSameFromTheSameSeed(@ForAll long seed, @ForAll long topic, @ForAll long number) {
        Dice one = Dice.of(seed, topic, number);
        Dice other = Dice.of(seed, topic, number);

        for (int i = 0; i < 100; i++) {
            assertThat(one.uniform()).isEqualTo(other.uniform()).isBetween(0.0, Math.nextDown(1.0));
        }
    }

    @Property(tries = 30)
    void shouldCountOnAverageWhatIsExpected(@ForAll long seed, @ForAll @DoubleRange(min = 0.1, max = 200) double mean) {
        Dice dice = Dice.of(seed);
        double sum = 0;
        for (int i = 0; i < THROWS; i++) {
            int count = dice.poisson(mean);
            assertThat(count).isNotNegative();
            sum += count;
        }

        assertThat(sum / THROWS).isCloseTo(mean, within(6 * Math.sqrt(mean / THROWS) + 0.001));
    }

    @Property(tries = 30)
    void shouldDrawResponseTimesOfMeanOne(@ForAll long seed) {
        Dice dice = Dice.of(seed);
        double sum = 0;
        double late = 0;
        for (int i = 0; i < THROWS; i++) {
            double time = dice.erlang();
            sum += time;
            late += time > 2 ? 1 : 0;
        }

        assertThat(sum / THROWS).isCloseTo(1, within(0.04));
        assertThat(late / THROWS).isCloseTo(Queueing.beyond(2, 0, 1), within(0.015));
    }

    @Property
    void shouldKeepCountsWithinTheTrials(
            @ForAll long seed, @ForAll @IntRange(max = 200) int trials, @ForAll double probability) {
        assertThat(Dice.of(seed).binomial(trials, probability)).isBetween(0, trials);
    }
}
