package io.aurea.cycle;

import io.aurea.schema.Watermark;
import io.aurea.state.Codec;
import io.aurea.state.Entries;
import io.aurea.state.StoredState;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The progress of every observation partition.
 *
 * <p>The set to wait for is in the log: each watermark carries the number of partitions. Until all of them have
 * reported, time does not advance; but one that stands still while others go on is waited for only so long, by the append times
 * of the log. It is left out until it goes on. Not thread-safe.
 */
final class Watermarks implements StoredState {
    private record Heard(int partition, int partitionCount, long timeMs) {
        private static final Codec<Heard> CODEC = Codec.of(
                1,
                (h, out) -> {
                    out.writeInt(h.partition);
                    out.writeInt(h.partitionCount);
                    out.writeLong(h.timeMs);
                },
                in -> new Heard(in.readInt(), in.readInt(), in.readLong()));
    }

    private static final Codec<Long> MS = Codec.of(1, (ms, out) -> out.writeLong(ms), in -> in.readLong());

    /** Between two watermarks in a row, at least; more is the loop's own absence. */
    private static final long LEAST_STEP_MS = 10_000;

    private static final long NEVER = Long.MIN_VALUE;
    /** Stands for the last append time among the partitions that stand still. */
    private static final int LAST = -1;

    private final TreeMap<Integer, Long> times = new TreeMap<>();
    /** How long a partition has stood still while others went on, milliseconds; absent if it has not. */
    private final TreeMap<Integer, Long> still = new TreeMap<>();

    private final TreeSet<Integer> changed = new TreeSet<>();
    private final TreeSet<Integer> changedStill = new TreeSet<>();
    private final long waitMs;
    private final long longestStepMs;
    private long lastAppendMs = NEVER;
    private int partitionCount;

    /**
     * @param waitMs longest that a partition which stands still is waited for, milliseconds
     * @param sizeMs length of a window: each partition reports one at a time
     */
    Watermarks(long waitMs, long sizeMs) {
        this.waitMs = waitMs;
        this.longestStepMs = Math.max(LEAST_STEP_MS, 2 * sizeMs);
    }

    /** So many observation partitions, all at the same time. */
    static Watermarks at(long timeMs, int partitions) {
        Watermarks all = new Watermarks(Long.MAX_VALUE, 0);
        for (int p = 0; p < partitions; p++) {
            all.advance(p, partitions, timeMs);
        }
        return all;
    }

    /**
     * @param appendTimeMs of the watermark
     * @return whether this changed anything; a watermark never goes back
     */
    boolean advance(Watermark watermark, long appendTimeMs) {
        int partition = watermark.getPartition();
        long time = watermark.getTime().toEpochMilli();
        if (!advance(partition, watermark.getPartitionCount(), time)) {
            return false;
        }
        changed.add(partition);
        long step = lastAppendMs == NEVER ? 0 : Math.max(0, Math.min(longestStepMs, appendTimeMs - lastAppendMs));
        lastAppendMs = appendTimeMs;
        changedStill.add(LAST);
        for (int p = 0; p < partitionCount; p++) {
            boolean stands = p != partition && times.getOrDefault(p, Long.MIN_VALUE) < time;
            if (stands ? step > 0 && still.merge(p, step, Long::sum) > 0 : still.remove(p) != null) {
                changedStill.add(p);
            }
        }
        return true;
    }

    private boolean advance(int partition, int count, long timeMs) {
        partitionCount = Math.max(partitionCount, count);
        Long before = times.get(partition);
        if (before != null && before >= timeMs) {
            return false;
        }
        times.put(partition, timeMs);
        return true;
    }

    /**
     * The time that every partition has reached that is waited for, epoch milliseconds; empty until all of them have reported.
     */
    Optional<Long> reached() {
        long least = Long.MAX_VALUE;
        for (int partition = 0; partition < partitionCount; partition++) {
            if (still.getOrDefault(partition, 0L) <= waitMs) {
                Long time = times.get(partition);
                if (time == null) {
                    return Optional.empty();
                }
                least = Math.min(least, time);
            }
        }
        return partitionCount == 0 ? Optional.empty() : Optional.of(least);
    }

    /** The partitions that are not waited for any more, with how long each has stood still, milliseconds. */
    SortedMap<Integer, Long> leftOut() {
        SortedMap<Integer, Long> leftOut = new TreeMap<>(still);
        leftOut.values().removeIf(ms -> ms <= waitMs);
        return leftOut;
    }

    /** The partition that time waits for; empty before the first report. */
    Optional<SlowestPartition> slowest() {
        if (times.isEmpty()) {
            return Optional.empty();
        }
        int slowest = times.firstKey();
        long furthest = Long.MIN_VALUE;
        for (int p = 0; p < partitionCount; p++) {
            if (!times.containsKey(p)) {
                return Optional.of(new SlowestPartition(p, -1));
            }
            furthest = Math.max(furthest, times.get(p));
            slowest = times.get(p) < times.get(slowest) ? p : slowest;
        }
        return Optional.of(new SlowestPartition(slowest, furthest - times.get(slowest)));
    }

    @Override
    public void load(byte[] key, byte[] value) {
        if (key.length > Integer.BYTES) {
            int partition = ByteBuffer.wrap(key).getInt();
            if (partition == LAST) {
                lastAppendMs = MS.decode(value);
            } else {
                still.put(partition, MS.decode(value));
            }
            return;
        }
        Heard heard = Heard.CODEC.decode(value);
        advance(heard.partition(), heard.partitionCount(), heard.timeMs());
    }

    @Override
    public void save(Entries changes) {
        changed.forEach(partition -> put(partition, changes));
        changed.clear();
        changedStill.forEach(partition -> putStill(partition, changes));
        changedStill.clear();
    }

    @Override
    public void saveAll(Entries all) {
        times.keySet().forEach(partition -> put(partition, all));
        still.keySet().forEach(partition -> putStill(partition, all));
        if (lastAppendMs != NEVER) {
            putStill(LAST, all);
        }
    }

    private void put(int partition, Entries to) {
        to.put(
                ByteBuffer.allocate(Integer.BYTES).putInt(partition).array(),
                Heard.CODEC.encode(new Heard(partition, partitionCount, times.get(partition))));
    }

    /** Under the partition's key and one more byte. */
    private void putStill(int partition, Entries to) {
        Long ms = partition == LAST ? (Long) lastAppendMs : still.get(partition);
        to.put(
                ByteBuffer.allocate(Integer.BYTES + 1)
                        .putInt(partition)
                        .put((byte) 's')
                        .array(),
                ms == null ? null : MS.encode(ms));
    }
}
