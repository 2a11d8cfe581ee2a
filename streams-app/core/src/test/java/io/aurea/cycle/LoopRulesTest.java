package io.aurea.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.fixture.Trends;
import io.aurea.schema.Command;
import io.aurea.schema.LoopEvent;
import io.aurea.schema.Outcome;
import io.aurea.schema.Policy;
import io.aurea.schema.Trend;
import io.aurea.window.WindowSettings;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LoopRulesTest {

    @Test
    void shouldTakeWhatTheAppWrites() {
        assertThat(of(Trends.watermark(3, 4, 12_345))).isEmpty();
        assertThat(of(Trends.metric("shop", "cart", "queue", 2_000, 1))).isEmpty();
        assertThat(of(Trends.metric("shop", "cart", "", -3_000, 1))).isEmpty();
        assertThat(of(Policy.newBuilder().setTenantId("*").build())).isEmpty();
        assertThat(of(Outcome.newBuilder().setTenantId("shop").build())).isEmpty();
    }

    @Test
    void shouldRefuseWhatWouldStopTheLoopOrItsTime() {
        assertThat(of(Trends.watermark(3, 9_999, 0)))
                .contains("partition_count is 9999; allowed: 4, as aurea.observations has");
        assertThat(of(Trends.watermark(4, 4, 0))).contains("partition is 4; allowed: 0 to 3");
        assertThat(of(Trends.watermark(-1, 4, 0))).contains("partition is -1; allowed: 0 to 3");
        assertThat(of(Trends.watermark(0, 4, 80_000))).isEmpty();
        assertThat(of(Trends.watermark(0, 4, 80_001)))
                .contains("time is 80001 ms; allowed: from 0 to 80000, the append time and max.clock.skew.ms");
        assertThat(of(Trends.metric("shop", "", "", 0, 1)))
                .contains("source and name have 0 and 0 characters; allowed: 1 to 128, and up to as many");
        assertThat(of(Trends.metric("shop", "s".repeat(129), "m", 0, 1))).isPresent();
        assertThat(of(Trends.metric("shop", "cart", "queue", 0, -1))).contains("count is -1; allowed: from 0");
        assertThat(of(Trends.metric("a/b", "cart", "queue", 0, 1)))
                .hasValueSatisfying(reason -> assertThat(reason).startsWith("tenant_id"));
        assertThat(of(Trends.metric("shop", "ca/rt", "queue", 0, 1))).isPresent();
        Trend odd = Trends.metric("shop", "cart", "queue", 500, 1);
        assertThat(of(odd))
                .contains("the window is 1970-01-01T00:00:00.500Z to 1970-01-01T00:00:01.500Z; allowed: one of 1000 ms"
                        + " (cycle.size.ms)");
        assertThat(of(Command.newBuilder().setTenantId("a/b").build())).isPresent();
        assertThat(of(Policy.newBuilder().setTenantId("_").build())).isPresent();
        Instant year57988 = Instant.parse("+57988-01-01T00:00:00Z");
        assertThat(of(Outcome.newBuilder()
                        .setTenantId("shop")
                        .setStartedAt(year57988)
                        .build()))
                .isEmpty();
        assertThat(of(Command.newBuilder()
                        .setTenantId("shop")
                        .setIssuedAt(year57988)
                        .build()))
                .hasValueSatisfying(reason -> assertThat(reason).startsWith("issued_at is +57988-"));
    }

    private static Optional<String> of(Object event) {
        return LoopRules.violation(
                new LoopEvent(0, event), new WindowSettings(Trends.SIZE_MS, 200, 60_000, 10), 4, 20_000);
    }
}
