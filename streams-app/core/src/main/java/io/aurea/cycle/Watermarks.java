package io.aurea.cycle;

import io.aurea.schema.Watermark;
import io.aurea.state.Codec;
import io.aurea.state.Entries;
import io.aurea.state.StoredState;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The progress of every observation partition.
 *
 * <p>The set to wait for is in the log: each watermark carries the number of partitions. Until all of them have
 * reported, time does not advance. Not thread-safe.
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

    private final TreeMap<Integer, Long> times = new TreeMap<>();
    private final TreeSet<Integer> changed = new TreeSet<>();
    private int partitionCount;

    /** So many observation partitions, all at the same time. */
    static Watermarks at(long timeMs, int partitions) {
        Watermarks all = new Watermarks();
        for (int p = 0; p < partitions; p++) {
            all.advance(p, partitions, timeMs);
        }
        return all;
    }

    /** Whether this changed anything; a watermark never goes back. */
    boolean advance(Watermark watermark) {
        boolean further = advance(
                watermark.getPartition(),
                watermark.getPartitionCount(),
                watermark.getTime().toEpochMilli());
        if (further) {
            changed.add(watermark.getPartition());
        }
        return further;
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

    /** The time that every partition has reached, epoch milliseconds; empty until all have reported. */
    Optional<Long> reached() {
        return partitionCount == 0 || times.size() < partitionCount
                ? Optional.empty()
                : Optional.of(
                        times.values().stream().mapToLong(Long::longValue).min().getAsLong());
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
        Heard heard = Heard.CODEC.decode(value);
        advance(heard.partition(), heard.partitionCount(), heard.timeMs());
    }

    @Override
    public void save(Entries changes) {
        changed.forEach(partition -> put(partition, changes));
        changed.clear();
    }

    @Override
    public void saveAll(Entries all) {
        times.keySet().forEach(partition -> put(partition, all));
    }

    private void put(int partition, Entries to) {
        to.put(
                ByteBuffer.allocate(Integer.BYTES).putInt(partition).array(),
                Heard.CODEC.encode(new Heard(partition, partitionCount, times.get(partition))));
    }
}
