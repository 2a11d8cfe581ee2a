package io.aurea.chance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class BetaTest {

    @Test
    void shouldKnowTheDistributionsThatHaveAForm() {
        Beta uniform = new Beta(1, 1);
        assertThat(uniform.quantile(0.025)).isCloseTo(0.025, within(1e-8));
        assertThat(uniform.quantile(0.975)).isCloseTo(0.975, within(1e-8));
        // Beta(n, 1) has the distribution function x^n.
        assertThat(new Beta(9, 1).quantile(0.05)).isCloseTo(Math.pow(0.05, 1 / 9.0), within(1e-8));
        // Beta(1/2, 1/2) is the arcsine law.
        assertThat(new Beta(0.5, 0.5).quantile(0.025))
                .isCloseTo(Math.pow(Math.sin(Math.PI * 0.025 / 2), 2), within(1e-8));
    }

    @Property(tries = 300)
    void shouldHaveAQuantileForEveryShare(
            @ForAll @DoubleRange(min = 0.5, max = 500) double alpha,
            @ForAll @DoubleRange(min = 0.5, max = 500) double beta,
            @ForAll @DoubleRange(min = 0.02, max = 0.98) double share) {
        Beta chance = new Beta(alpha, beta);
        double quantile = chance.quantile(share);
        assertThat(quantile).isBetween(0.0, 1.0);
        assertThat(chance.below(Math.max(1e-12, Math.min(1 - 1e-12, quantile)))).isCloseTo(share, within(1e-4));
        assertThat(new Beta(beta, alpha).quantile(1 - share)).isCloseTo(1 - quantile, within(1e-7));
    }

    @Test
    void shouldRefuseWhatIsNoBeta() {
        assertThatThrownBy(() -> new Beta(0, 1)).hasMessageContaining("two positive parameters");
        assertThatThrownBy(() -> new Beta(1, Double.NaN)).hasMessageContaining("two positive parameters");
    }
}
