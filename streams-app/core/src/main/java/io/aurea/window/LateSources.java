package io.aurea.window;

import io.aurea.schema.Observation;
import io.aurea.schema.ObservationKind;
import io.aurea.schema.Polarity;
import io.aurea.schema.Trend;
import io.aurea.schema.TrendDirection;
import io.aurea.state.Format;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sources whose records arrived after their window had closed, for example because a clock was set back. Such records
 * are in no window, but their sender is not silent, so it is reported when the next window closes. At most
 * {@value #MOST} sources at once; others are counted as late too, and reported when there is room. Not thread-safe.
 */
final class LateSources {
    private static final Format FORMAT = new Format("late sources", 1);
    private static final int MOST = 1_000;

    private final TreeMap<SeriesId, Long> counts = new TreeMap<>();
    private boolean dirty;

    void add(Observation late) {
        // A whole source is a series without a name.
        SeriesId source = new SeriesId(late.getTenantId(), late.getSource(), "");
        if (counts.size() < MOST || counts.containsKey(source)) {
            counts.merge(source, 1L, Long::sum);
            dirty = true;
        }
    }

    /** Reports all of them in the window that has just closed, and forgets them. */
    void tell(long windowStartMs, long windowEndMs, ObserveOutput out) {
        if (counts.isEmpty()) {
            return;
        }
        counts.forEach((source, count) -> {
            Trend late = new Trend();
            late.setTenantId(source.tenant());
            late.setSource(source.source());
            late.setName("");
            late.setKind(ObservationKind.UNKNOWN);
            late.setDirection(TrendDirection.UNKNOWN);
            late.setPolarity(Polarity.UNKNOWN);
            late.setFailures(Map.of());
            late.setWindowStart(Instant.ofEpochMilli(windowStartMs));
            late.setWindowEnd(Instant.ofEpochMilli(windowEndMs));
            late.setCount(count);
            out.trend(late);
        });
        counts.clear();
        dirty = true;
    }

    boolean dirty() {
        return dirty;
    }

    void stored() {
        dirty = false;
    }

    /** Null if there are none. */
    byte[] encode() {
        if (counts.isEmpty()) {
            return null;
        }
        return FORMAT.encode(out -> {
            for (Map.Entry<SeriesId, Long> late : counts.entrySet()) {
                out.writeUTF(late.getKey().tenant());
                out.writeUTF(late.getKey().source());
                out.writeLong(late.getValue());
            }
        });
    }

    void restore(byte[] stored) {
        FORMAT.decode(stored, in -> {
            while (in.available() > 0) {
                counts.put(new SeriesId(in.readUTF(), in.readUTF(), ""), in.readLong());
            }
            return this;
        });
    }
}
