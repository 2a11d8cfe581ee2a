package io.aurea.cycle;

import io.aurea.schema.Watermark;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How far every observation partition has come.
 *
 * <p>The set waited for is in the log: each watermark says how many partitions there are. Until all of them have been
 * heard, time stands still.
 */
final class Watermarks {
    private final TreeMap<Integer, Long> times = new TreeMap<>();
    private int partitionCount;

    /** Whether this changed anything; a watermark never goes back. */
    boolean advance(Watermark watermark) {
        return advance(
                watermark.getPartition(),
                watermark.getPartitionCount(),
                watermark.getTime().toEpochMilli());
    }

    boolean advance(int partition, int count, long timeMs) {
        partitionCount = Math.max(partitionCount, count);
        Long before = times.get(partition);
        if (before != null && before >= timeMs) {
            return false;
        }
        times.put(partition, timeMs);
        return true;
    }

    /** The time that every partition has reached, epoch milliseconds; empty while one has not been heard. */
    Optional<Long> reached() {
        return partitionCount == 0 || times.size() < partitionCount
                ? Optional.empty()
                : Optional.of(
                        times.values().stream().mapToLong(Long::longValue).min().getAsLong());
    }

    int partitionCount() {
        return partitionCount;
    }

    Map<Integer, Long> times() {
        return times;
    }
}
