package io.aurea.decision;

import io.aurea.state.Codec;
import io.aurea.state.StoredMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The last known business metrics. They are counted every few minutes or hours, not in every window, so a value remains
 * valid for {@link #KEEP_MS}. At most {@link #MAX}; more names are ignored.
 */
final class BusinessMetrics {
    static final long KEEP_MS = 3_600_000;
    static final int MAX = 200;

    private record KnownMetric(double value, long atMs) {
        static final Codec<KnownMetric> CODEC = Codec.of(
                1,
                (k, out) -> {
                    out.writeDouble(k.value);
                    out.writeLong(k.atMs);
                },
                in -> new KnownMetric(in.readDouble(), in.readLong()));
    }

    private final StoredMap<KnownMetric> stored;

    BusinessMetrics(char letter) {
        stored = new StoredMap<>(letter, KnownMetric.CODEC);
    }

    StoredMap<?> stored() {
        return stored;
    }

    /** Adds the values of a window and returns those known at its end. */
    Map<String, Double> observe(Map<String, Double> observed, long windowEndMs) {
        Map<String, Double> known = new TreeMap<>();
        for (String name : new TreeMap<>(stored.entries()).keySet()) {
            if (stored.get(name).atMs <= windowEndMs - KEEP_MS) {
                stored.remove(name);
            }
        }
        new TreeMap<>(observed).forEach((name, value) -> {
            if (stored.get(name) != null || stored.size() < MAX) {
                stored.put(name, new KnownMetric(value, windowEndMs));
            }
        });
        stored.entries().forEach((name, k) -> known.put(name, k.value));
        return known;
    }
}
