package io.aurea.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.failure.FailureClassifier;
import io.aurea.schema.Observation;
import io.aurea.schema.ObservationKind;
import io.aurea.schema.Trend;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whom a series called in a window. */
class CalledPeersTest {
    private static final SeriesId SERIES = new SeriesId("t", "cart", "call");

    private final Accumulator window = window(ObservationKind.OPERATION);

    private static Accumulator window(ObservationKind kind) {
        return new Accumulator(SERIES, new SeriesBytes(SERIES), 0, kind, null);
    }

    private static void add(Accumulator to, String peer) {
        to.add(
                Observation.newBuilder()
                        .setTenantId("t")
                        .setSource("cart")
                        .setName("call")
                        .setKind(to.kind())
                        .setObservedAt(Instant.ofEpochMilli(5))
                        .setValue(1.0)
                        .setSuccess(true)
                        .setDurationMs(1.0)
                        .setPeer(peer)
                        .build(),
                5,
                new FailureClassifier());
    }

    @Test
    void shouldNameEachOnceAndInOrder() {
        for (String peer : new String[] {"stock", "db", "stock", null, "db"}) {
            add(window, peer);
        }
        assertThat(window.close(10).getPeers()).containsExactly("db", "stock");
    }

    @Test
    void shouldNameTheFirst32() {
        IntStream.range(0, 100).forEach(n -> add(window, "s" + (100 + n)));
        Trend trend = window.close(10);
        assertThat(trend.getPeers()).hasSize(32).startsWith("s100").endsWith("s131");
        assertThat(trend.getCount()).isEqualTo(100);
    }

    @Test
    void shouldBeStoredWithThemAndWithoutAsBefore() {
        add(window, null);
        assertThat(window.encode()[0]).as("as an older release reads it").isEqualTo((byte) 1);
        int weight = window.weight();
        add(window, "db");
        assertThat(window.weight()).isGreaterThan(weight);
        Accumulator read = Accumulator.decode(window.encode());
        assertThat(read.weight()).isEqualTo(window.weight());
        assertThat(read.close(10)).isEqualTo(window.close(10));
    }

    @Test
    void shouldBeOfOperationsOnly() {
        Accumulator gauge = window(ObservationKind.METRIC);
        add(gauge, "db");
        assertThat(gauge.close(10).getPeers()).isNull();
    }
}
