package io.aurea.decision;

import io.aurea.schema.ObservationKind;
import io.aurea.schema.Trend;
import io.aurea.state.Codec;
import io.aurea.state.StoredMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * When each EVENT series of a tenant last reported, such as the deploys of a service, which often cause what breaks
 * right after. An event is remembered for {@link #KEEP_MS}; beyond {@link #MAX} series, the oldest is forgotten.
 */
final class RecentEvents {
    static final long KEEP_MS = 86_400_000;
    static final int MAX = 1_000;

    private final StoredMap<Long> stored;

    RecentEvents(char letter) {
        stored = new StoredMap<>(letter, Codec.of(1, (v, out) -> out.writeLong(v), in -> in.readLong()));
    }

    StoredMap<?> stored() {
        return stored;
    }

    /**
     * Adds the events of a window.
     *
     * @return seconds from the end of the window with a series' last event to the end of this one, by source/name
     */
    Map<String, Double> observe(List<Trend> trends, long windowEndMs) {
        for (Trend t : trends) {
            if (t.getKind() == ObservationKind.EVENT) {
                hear(Metrics.name(t.getSource(), t.getName()), windowEndMs);
            }
        }
        Map<String, Double> ages = new TreeMap<>();
        for (String series : List.copyOf(stored.entries().keySet())) {
            long age = windowEndMs - stored.get(series);
            if (age > KEEP_MS) {
                stored.remove(series);
            } else {
                ages.put(series, age / 1000.0);
            }
        }
        return ages;
    }

    private void hear(String series, long atMs) {
        if (stored.get(series) == null && stored.size() >= MAX) {
            String oldest = null;
            for (Map.Entry<String, Long> e : stored.entries().entrySet()) {
                if (oldest == null || e.getValue() < stored.get(oldest)) {
                    oldest = e.getKey();
                }
            }
            stored.remove(oldest);
        }
        stored.put(series, atMs);
    }
}
