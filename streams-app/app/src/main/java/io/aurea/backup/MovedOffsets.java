package io.aurea.backup;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * Where an offset of the log that was backed up lies in the restored one. A log has gaps where transactions ended and records
 * were compacted away, and may begin late; a restored one begins at 0 and has none. So an offset moves to the number of records
 * before it. Holds an entry for each gap. Not thread-safe.
 */
final class MovedOffsets {
    private final Map<TopicPartition, Log> logs = new HashMap<>();

    private static final class Log {
        /** Number of records before each run of offsets without a gap, by the first of the run. */
        private final TreeMap<Long, Long> runs = new TreeMap<>();

        private long next = -1;
        private long count;
    }

    /** Takes the next record of a partition; offsets ascend. */
    void add(TopicPartition partition, long offset) {
        Log log = logs.computeIfAbsent(partition, p -> new Log());
        if (offset != log.next) {
            log.runs.put(offset, log.count);
        }
        log.count++;
        log.next = offset + 1;
    }

    /** @param offset of the next record to read; one beyond the end of the log moves to its end */
    long of(TopicPartition partition, long offset) {
        Log log = logs.get(partition);
        Map.Entry<Long, Long> run = log == null ? null : log.runs.floorEntry(offset);
        if (run == null) {
            return 0;
        }
        Map.Entry<Long, Long> after = log.runs.higherEntry(offset);
        long endOfRun = after == null ? log.count : after.getValue();
        return Math.min(run.getValue() + offset - run.getKey(), endOfRun);
    }

    /** The end of the restored log. */
    long end(TopicPartition partition) {
        Log log = logs.get(partition);
        return log == null ? 0 : log.count;
    }
}
