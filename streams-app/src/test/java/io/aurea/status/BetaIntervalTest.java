package io.aurea.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class BetaIntervalTest {

    @Test
    void shouldKnowTheDistributionsThatHaveAForm() {
        BetaInterval uniform = BetaInterval.of(1, 1);
        assertThat(uniform.low()).isCloseTo(0.025, within(1e-8));
        assertThat(uniform.high()).isCloseTo(0.975, within(1e-8));
        // Beta(n, 1) has x^n.
        assertThat(BetaInterval.of(9, 1).low()).isCloseTo(Math.pow(0.025, 1 / 9.0), within(1e-8));
        // Beta(1/2, 1/2) is the arcsine law.
        assertThat(BetaInterval.of(0.5, 0.5).low()).isCloseTo(Math.pow(Math.sin(Math.PI * 0.025 / 2), 2), within(1e-8));
    }

    @Property(tries = 300)
    void shouldHoldTheMiddleNinetyFivePercent(
            @ForAll @DoubleRange(min = 0.5, max = 500) double alpha,
            @ForAll @DoubleRange(min = 0.5, max = 500) double beta) {
        BetaInterval interval = BetaInterval.of(alpha, beta);
        assertThat(interval.low()).isGreaterThanOrEqualTo(0).isLessThan(interval.high());
        assertThat(interval.high()).isLessThanOrEqualTo(1);
        double below = BetaInterval.below(Math.min(interval.high(), 1 - 1e-12), alpha, beta)
                - BetaInterval.below(Math.max(interval.low(), 1e-12), alpha, beta);
        assertThat(below).isCloseTo(0.95, within(1e-4));
        BetaInterval mirrored = BetaInterval.of(beta, alpha);
        assertThat(mirrored.low()).isCloseTo(1 - interval.high(), within(1e-7));
    }
}
