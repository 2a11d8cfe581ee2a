package io.aurea.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.schema.CycleMetrics;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CycleLineTest {

    private static CycleMetrics.Builder cycle() {
        return CycleMetrics.newBuilder()
                .setTenantId("shop")
                .setCycleNumber(7)
                .setWindowEnd(Instant.parse("2026-01-31T12:00:10Z"));
    }

    @Test
    void shouldSumUpACycle() {
        CycleMetrics cycle = cycle().setObservationsCount(120)
                .setSeriesCount(4)
                .setAttempts(30)
                .setSuccesses(29)
                .setSuccessRate(29 / 30.0)
                .setHealthScore(87.25)
                .build();

        assertThat(CycleLine.of(cycle))
                .isEqualTo(
                        "2026-01-31 12:00:10Z  shop  cycle 7  120 observations  4 series  success 96.7 % of 30  health 87.3");
    }

    @Test
    void shouldSayNothingOfSuccessWithoutAttempts() {
        assertThat(CycleLine.of(
                        cycle().setObservationsCount(2).setSeriesCount(1).build()))
                .endsWith("2 observations  1 series  success -  health -");
    }

    @Test
    void shouldCallAnIdleCycleIdle() {
        assertThat(CycleLine.of(cycle().setIdle(true).build())).isEqualTo("2026-01-31 12:00:10Z  shop  cycle 7  idle");
    }
}
