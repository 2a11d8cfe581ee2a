package io.aurea.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateTest {

    private static final long SECOND = 1_000_000_000L;

    private final Rate rate = new Rate();

    @Test
    void shouldGiveTheChangePerSecondFromTheSecondCallOn() {
        assertThat(rate.perSecond(100, SECOND)).isEmpty();
        assertThat(rate.perSecond(300, 3 * SECOND)).hasValue(100);
        assertThat(rate.perSecond(300, 4 * SECOND)).hasValue(0);
    }

    @Test
    void shouldStartAgainWhenTheCounterWentBack() {
        rate.perSecond(100, SECOND);

        assertThat(rate.perSecond(50, 2 * SECOND)).isEmpty();
        assertThat(rate.perSecond(60, 3 * SECOND)).hasValue(10);
    }
}
