package io.aurea.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.aurea.learning.ThompsonChoice.Option;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.StringLength;

class ThompsonChoiceTest {

    private static Option option(double alpha, double beta) {
        return new Option(new Posterior(alpha, beta), 1, 0);
    }

    @Property(tries = 200)
    void shouldChooseTheSameFromTheSameSeedWithAPropensityAboveNothing(
            @ForAll @StringLength(max = 20) String seed,
            @ForAll @DoubleRange(min = 0.05, max = 200) double alpha,
            @ForAll @DoubleRange(min = 0.05, max = 200) double beta) {
        List<Option> options = List.of(option(alpha, beta), option(2, 2), option(beta, alpha));
        ThompsonChoice one = ThompsonChoice.of(seed, options, 50);
        assertThat(one).isEqualTo(ThompsonChoice.of(seed, options, 50));
        assertThat(one.propensity()).isGreaterThanOrEqualTo(1.0 / 50).isLessThanOrEqualTo(1);
        assertThat(one.index()).isBetween(0, 2);
        assertThat(one.draws()).isEqualTo(50);
    }

    @Property(tries = 200)
    void shouldDrawWithinZeroAndOne(
            @ForAll long seed,
            @ForAll @DoubleRange(min = 0.01, max = 1e6) double alpha,
            @ForAll @DoubleRange(min = 0.01, max = 1e6) double beta) {
        assertThat(new Draws(seed).beta(alpha, beta)).isBetween(0.0, 1.0);
    }

    @Example
    void shouldDrawFromTheBetaItSays() {
        Draws draws = new Draws(1);
        for (double[] ab : new double[][] {{1, 1}, {0.5, 0.5}, {3, 7}, {50, 5}}) {
            double a = ab[0];
            double b = ab[1];
            int n = 40_000;
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < n; i++) {
                double x = draws.beta(a, b);
                sum += x;
                squares += x * x;
            }
            double mean = sum / n;
            double variance = a * b / ((a + b) * (a + b) * (a + b + 1));
            assertThat(mean).isCloseTo(a / (a + b), within(5 * Math.sqrt(variance / n)));
            assertThat(squares / n - mean * mean).isCloseTo(variance, within(0.06 * variance));
        }
    }

    /** For Beta(2, 1) against Beta(1, 1) the first wins with probability 2/3. */
    @Example
    void shouldChooseAsOftenAsItsPropensitySays() {
        List<Option> options = List.of(option(2, 1), option(1, 1));
        int first = 0;
        double propensities = 0;
        int n = 2_000;
        for (int i = 0; i < n; i++) {
            ThompsonChoice c = ThompsonChoice.of("t/" + i, options, 200);
            first += c.index() == 0 ? 1 : 0;
            propensities += c.index() == 0 ? c.propensity() : 1 - c.propensity();
        }
        assertThat(first / (double) n).isCloseTo(2 / 3.0, within(0.05));
        assertThat(propensities / n).isCloseTo(2 / 3.0, within(0.01));
    }

    @Example
    void shouldNotDrawWhereThereIsNothingToChoose() {
        assertThat(ThompsonChoice.of("x", List.of(option(1, 1)), 100)).isEqualTo(new ThompsonChoice(0, 1, 0));
    }
}
