package io.aurea.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.schema.ObservationKind;
import io.aurea.schema.Trend;
import io.aurea.state.LastBySeries;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecentEventsTest {
    private final RecentEvents log = new RecentEvents('E');

    private static Trend trend(ObservationKind kind, String source, String name) {
        return Trend.newBuilder()
                .setTenantId("t")
                .setSource(source)
                .setName(name)
                .setKind(kind)
                .build();
    }

    @Test
    void shouldTellHowLongAgoEachEventWasHeardLast() {
        assertThat(log.observe(List.of(trend(ObservationKind.EVENT, "cart", "deploy")), 10_000))
                .containsOnly(Map.entry("cart/deploy", 0.0));
        assertThat(log.observe(List.of(trend(ObservationKind.METRIC, "cart", "cpu")), 20_000))
                .containsOnly(Map.entry("cart/deploy", 10.0));
        assertThat(log.observe(List.of(trend(ObservationKind.EVENT, "cart", "deploy")), 30_000))
                .containsOnly(Map.entry("cart/deploy", 0.0));
    }

    @Test
    void shouldForgetAnEventAfterADay() {
        log.observe(List.of(trend(ObservationKind.EVENT, "cart", "deploy")), 0);

        assertThat(log.observe(List.of(), LastBySeries.KEEP_MS)).hasSize(1);
        assertThat(log.observe(List.of(), LastBySeries.KEEP_MS + 10_000)).isEmpty();
    }

    @Test
    void shouldKeepTheEventsHeardLastWhenThereAreTooMany() {
        for (int i = 0; i <= LastBySeries.MAX; i++) {
            log.observe(List.of(trend(ObservationKind.EVENT, "s" + i, "deploy")), 10_000L * i);
        }

        assertThat(log.observe(List.of(), 10_000L * LastBySeries.MAX))
                .hasSize(LastBySeries.MAX)
                .containsKey("s" + LastBySeries.MAX + "/deploy")
                .doesNotContainKey("s0/deploy");
    }

    @Test
    void shouldGoOnAfterARestart() {
        log.observe(List.of(trend(ObservationKind.EVENT, "cart", "deploy")), 10_000);
        RecentEvents loaded = new RecentEvents('E');
        log.stored().saveAll((key, value) -> loaded.stored().load(key, value));

        assertThat(loaded.observe(List.of(), 40_000)).containsOnly(Map.entry("cart/deploy", 30.0));
    }
}
