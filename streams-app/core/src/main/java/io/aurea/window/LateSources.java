package io.aurea.window;

import io.aurea.schema.Observation;
import io.aurea.schema.ObservationKind;
import io.aurea.schema.Polarity;
import io.aurea.schema.Trend;
import io.aurea.schema.TrendDirection;
import io.aurea.state.Format;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Sources whose records arrived after their window had closed, for example because a clock was set back. Such records
 * are in no window, but their sender is not silent, so it is reported when the next window closes. At most
 * {@value #MOST} sources at once; others are counted as late too, and reported when there is room. Not thread-safe.
 */
public final class LateSources {
    private static final Format FORMAT = new Format("late sources", 1);
    private static final int MOST = 1_000;
    private static final int MOST_LIMITS = 10_000;

    /** Begins the source of a report that is about a limit; what follows is the name of the setting. */
    private static final String LIMIT = "_limit.";

    private final TreeMap<SeriesId, Long> counts = new TreeMap<>();
    private boolean dirty;

    void add(Observation late) {
        // A whole source is a series without a name.
        add(new SeriesId(late.getTenantId(), late.getSource(), ""), MOST);
    }

    /** A record was refused because of a limit: its sender is not silent either, and the limit is reported. */
    void refuse(Observation refused, String setting) {
        add(refused);
        add(limit(refused.getTenantId(), setting), MOST_LIMITS);
    }

    private void add(SeriesId source, int most) {
        if (counts.size() < most || counts.containsKey(source)) {
            counts.merge(source, 1L, Long::sum);
            dirty = true;
        }
    }

    /** How often a limit was reached is reported like a source. */
    public static SeriesId limit(String tenant, String setting) {
        return new SeriesId(tenant, LIMIT + setting, "");
    }

    /** The setting whose limit was reached, if the source stands for one. */
    public static Optional<String> limitOf(String source) {
        return source.startsWith(LIMIT) ? Optional.of(source.substring(LIMIT.length())) : Optional.empty();
    }

    /** Nothing of these sources is reported any more. */
    void forget(Forgetting what) {
        dirty |= counts.keySet().removeIf(what::covers);
    }

    /** Returns all of them, and forgets them. */
    SortedMap<SeriesId, Long> take() {
        if (counts.isEmpty()) {
            return Collections.emptySortedMap();
        }
        SortedMap<SeriesId, Long> taken = new TreeMap<>(counts);
        counts.clear();
        dirty = true;
        return taken;
    }

    /** Reports a source in the window that has just closed. */
    public static Trend trend(SeriesId source, long count, long windowStartMs, long windowEndMs) {
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
        return late;
    }

    boolean dirty() {
        return dirty;
    }

    void stored() {
        dirty = false;
    }

    /** Null if there are none. */
    byte[] encode() {
        return counts.isEmpty() ? null : FORMAT.encode(out -> write(counts, out));
    }

    void restore(byte[] stored) {
        FORMAT.decode(stored, in -> {
            read(in).forEach((source, count) -> counts.merge(source, count, Long::sum));
            return this;
        });
    }

    static void write(SortedMap<SeriesId, Long> sources, DataOutputStream out) throws IOException {
        for (Map.Entry<SeriesId, Long> late : sources.entrySet()) {
            out.writeUTF(late.getKey().tenant());
            out.writeUTF(late.getKey().source());
            out.writeLong(late.getValue());
        }
    }

    /** Reads what {@link #write} wrote, to the end. */
    static SortedMap<SeriesId, Long> read(DataInputStream in) throws IOException {
        SortedMap<SeriesId, Long> sources = new TreeMap<>();
        while (in.available() > 0) {
            sources.put(new SeriesId(in.readUTF(), in.readUTF(), ""), in.readLong());
        }
        return sources;
    }
}
