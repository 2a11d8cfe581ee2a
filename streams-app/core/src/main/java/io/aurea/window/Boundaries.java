package io.aurea.window;

import io.aurea.state.Codec;
import io.aurea.state.Entries;
import io.aurea.state.StoredState;
import java.nio.ByteBuffer;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The ends of windows that a partition's time has passed and that are not reported yet, since series still have to be closed
 * before. Nearly always there is none between two commits, and nothing to store. Not thread-safe.
 */
final class Boundaries implements StoredState {

    /**
     * @param closedEnd windows that end at or before are closed, epoch milliseconds
     * @param watermark when time passed it
     * @param absentMs see {@link ObserveOutput#watermark}
     * @param forgetBefore series without a window since then are too old, epoch milliseconds
     * @param late number of late records by source, to be reported with it
     */
    record Boundary(long closedEnd, long watermark, Long absentMs, long forgetBefore, SortedMap<SeriesId, Long> late) {

        private static final Codec<Boundary> CODEC = Codec.of(
                1,
                (b, out) -> {
                    out.writeLong(b.closedEnd);
                    out.writeLong(b.watermark);
                    out.writeBoolean(b.absentMs != null);
                    out.writeLong(b.absentMs == null ? 0 : b.absentMs);
                    out.writeLong(b.forgetBefore);
                    LateSources.write(b.late, out);
                },
                in -> {
                    long closedEnd = in.readLong();
                    long watermark = in.readLong();
                    boolean hasClock = in.readBoolean();
                    long absentMs = in.readLong();
                    return new Boundary(
                            closedEnd, watermark, hasClock ? absentMs : null, in.readLong(), LateSources.read(in));
                });
    }

    private final TreeMap<Long, Boundary> passed = new TreeMap<>();
    private final TreeMap<Long, Boundary> changed = new TreeMap<>();

    boolean isEmpty() {
        return passed.isEmpty();
    }

    void add(Boundary boundary) {
        passed.put(boundary.closedEnd(), boundary);
        changed.put(boundary.closedEnd(), boundary);
    }

    /** Nothing of these sources is reported any more. */
    void forget(Forgetting what) {
        for (Boundary b : passed.values()) {
            if (b.late().keySet().stream().anyMatch(what::covers)) {
                SortedMap<SeriesId, Long> left = new TreeMap<>(b.late());
                left.keySet().removeIf(what::covers);
                changed.put(
                        b.closedEnd(),
                        new Boundary(b.closedEnd(), b.watermark(), b.absentMs(), b.forgetBefore(), left));
            }
        }
        changed.forEach((end, boundary) -> passed.computeIfPresent(end, (e, before) -> boundary));
    }

    Boundary first() {
        return passed.firstEntry().getValue();
    }

    void removeFirst() {
        long first = passed.pollFirstEntry().getKey();
        // Added and removed between two saves, it was never stored.
        if (changed.remove(first) == null) {
            changed.put(first, null);
        }
    }

    @Override
    public void load(byte[] key, byte[] value) {
        Boundary boundary = Boundary.CODEC.decode(value);
        passed.put(boundary.closedEnd(), boundary);
    }

    @Override
    public void save(Entries changes) {
        changed.forEach((end, boundary) -> put(end, boundary, changes));
        changed.clear();
    }

    @Override
    public void saveAll(Entries all) {
        passed.forEach((end, boundary) -> put(end, boundary, all));
    }

    private static void put(long closedEnd, Boundary boundary, Entries to) {
        to.put(
                ByteBuffer.allocate(Long.BYTES).putLong(closedEnd).array(),
                boundary == null ? null : Boundary.CODEC.encode(boundary));
    }
}
