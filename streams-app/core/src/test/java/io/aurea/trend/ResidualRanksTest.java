package io.aurea.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ResidualRanksTest {
    private static final int HISTORY = 2_000;
    private static final int JUDGED = 20_000;

    private static Stream<Arguments> noises() {
        return Stream.of(
                noise("normal", 0.2, random -> random::nextGaussian),
                noise("skewed", 0.35, random -> () -> StrictMath.exp(random.nextGaussian()) - 1),
                noise("heavy-tailed", 0.4, random -> () -> StrictMath.pow(1 - random.nextDouble(), -1 / 1.5) - 2),
                // Nothing is beyond the end of the range, so there are no small p-values.
                noise("uniform", 0, random -> () -> random.nextDouble() - 0.5));
    }

    private static Arguments noise(String name, double least, Function<Random, DoubleSupplier> draws) {
        return Arguments.of(name, least, draws);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("noises")
    void shouldGiveSmallPValuesToNoMoreWindowsThanTheySayNorToMuchFewer(
            String name, double least, Function<Random, DoubleSupplier> draws) {
        DoubleSupplier draw = draws.apply(new Random(11));
        ResidualRanks ranks = learned(draw);
        int[] below = new int[3];
        double[] levels = {0.3, 0.05, 0.01};
        for (int i = 0; i < JUDGED; i++) {
            double miss = draw.getAsDouble();
            ranks.score(miss, 0);
            for (int l = 0; l < levels.length; l++) {
                below[l] += ranks.pValue() <= levels[l] ? 1 : 0;
            }
            ranks.learn(miss, 0);
        }

        for (int l = 0; l < levels.length; l++) {
            assertThat((double) below[l] / JUDGED).isBetween(least * levels[l], 1.1 * levels[l]);
        }
    }

    @Example
    void shouldScoreTheMissesOfAnyDistributionLikeANormalOne() {
        Random random = new Random(5);
        DoubleSupplier draw = () -> StrictMath.exp(random.nextGaussian()) - 1;
        ResidualRanks ranks = learned(draw);
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < JUDGED; i++) {
            double miss = draw.getAsDouble();
            double score = ranks.score(miss, 0);
            sum += score;
            squares += score * score;
            ranks.learn(miss, 0);
        }

        assertThat(sum / JUDGED).isCloseTo(0, within(0.1));
        assertThat(squares / JUDGED).isCloseTo(1, within(0.2));
    }

    @Example
    void shouldMakeNoSmallPValueOfAShortHistoryButForWhatIsFarOff() {
        ResidualRanks ranks = new ResidualRanks();
        ranks.begin(1);
        Random random = new Random(2);
        for (int i = 0; i < 10; i++) {
            ranks.learn(random.nextGaussian(), 0);
        }

        ranks.score(3, 0);
        assertThat(ranks.pValue()).isGreaterThan(0.01);
        ranks.score(1_000, 0);
        assertThat(ranks.pValue()).isLessThan(1e-4);
    }

    @Example
    void shouldFindAMissOddThatIsFarBeyondAllThatWereSeen() {
        Random random = new Random(3);
        ResidualRanks ranks = learned(random::nextGaussian);

        assertThat(ranks.score(20, 0))
                .isEqualTo(-ranks.score(-20, 0), within(0.5))
                .isGreaterThan(4.5);
        assertThat(ranks.pValue()).isBetween(0.0, 1e-5);
    }

    @Example
    void shouldFindNothingOddInRounding() {
        ResidualRanks ranks = new ResidualRanks();
        ranks.begin(0);
        for (int i = 0; i < HISTORY; i++) {
            ranks.learn(0, 0.01);
        }

        for (double miss : new double[] {0, 0.001, -0.001}) {
            assertThat(ranks.score(miss, 0.01)).isBetween(-0.5, 0.5);
            assertThat(ranks.pValue()).isGreaterThan(0.5);
        }
    }

    @Property(tries = 100)
    void shouldFindNoMissLessOddThatIsSeveralTimesAsFarOff(@ForAll long seed) {
        Random random = new Random(seed);
        ResidualRanks ranks = new ResidualRanks();
        ranks.begin(1);
        int history = random.nextInt(500);
        for (int i = 0; i < history; i++) {
            ranks.learn(random.nextGaussian() * StrictMath.exp(2 * random.nextGaussian()), 0);
        }

        for (double miss = 4; miss < 100; miss *= 1.3) {
            ranks.score(miss, 0);
            double near = ranks.pValue();
            ranks.score(4 * miss, 0);
            assertThat(ranks.pValue()).isLessThanOrEqualTo(near);
        }
    }

    @Property(tries = 100)
    void shouldGoOnAfterRestoringAsIfNothingHadHappened(@ForAll long seed) {
        Random random = new Random(seed);
        ResidualRanks ranks = learned(random::nextGaussian);
        ResidualRanks restored = new ResidualRanks();
        ByteBuffer state = ByteBuffer.allocate(ResidualRanks.SIZE);
        ranks.save(state);
        assertThat(state.hasRemaining()).isFalse();
        restored.restore(state.flip());

        for (int i = 0; i < 100; i++) {
            double miss = 3 * random.nextGaussian();
            assertThat(restored.score(miss, 0)).isEqualTo(ranks.score(miss, 0));
            assertThat(restored.pValue()).isEqualTo(ranks.pValue());
            ranks.learn(miss, 0);
            restored.learn(miss, 0);
        }
    }

    private static ResidualRanks learned(DoubleSupplier draw) {
        ResidualRanks ranks = new ResidualRanks();
        ranks.begin(1);
        for (int i = 0; i < HISTORY; i++) {
            ranks.learn(draw.getAsDouble(), 0);
        }
        return ranks;
    }
}
