package io.aurea.decision;

import io.aurea.schema.ObservationKind;
import io.aurea.schema.Trend;
import io.aurea.state.Codec;
import io.aurea.state.LastBySeries;
import io.aurea.state.StoredMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** When each EVENT series of a tenant last reported, within a day. */
final class RecentEvents {
    private final LastBySeries<Long> last;

    RecentEvents(char letter) {
        last = new LastBySeries<>(
                letter, Codec.of(1, (v, out) -> out.writeLong(v), in -> in.readLong()), Long::longValue);
    }

    StoredMap<?> stored() {
        return last.stored();
    }

    /**
     * Adds the events of a window.
     *
     * @return seconds from the end of the window with a series' last event to the end of this one, by source/name
     */
    Map<String, Double> observe(List<Trend> trends, long windowEndMs) {
        for (Trend t : trends) {
            if (t.getKind() == ObservationKind.EVENT) {
                last.put(Metrics.name(t.getSource(), t.getName()), windowEndMs);
            }
        }
        last.expire(windowEndMs);
        Map<String, Double> ages = new TreeMap<>();
        last.entries().forEach((series, atMs) -> ages.put(series, (windowEndMs - atMs) / 1000.0));
        return ages;
    }
}
