package io.aurea.topology;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Records that were deleted before the app had read them. A consumer goes on behind them and says nothing; all that a task sees
 * is a gap in the offsets, which a transaction's end leaves too. So gaps are kept until somebody has looked where the log
 * begins by now. Thread-safe.
 */
public final class UnreadRecords {
    /** Of more gaps the smallest go: ends of transactions leave one offset each. */
    private static final int MOST_GAPS = 1_000;

    /** Offsets that were not read, [from, to). */
    public record Gap(TopicPartition at, long from, long to) {
        private long size() {
            return to - from;
        }

        /** How many of them had been deleted when the log began at this offset. */
        public long deleted(long start) {
            return Math.max(0, Math.min(start, to) - from);
        }
    }

    private final PriorityQueue<Gap> gaps = new PriorityQueue<>(Comparator.comparingLong(Gap::size));
    private final Map<String, Long> expired = new HashMap<>();

    /** What a task reads next from one partition. Not thread-safe. */
    final class Next {
        private long offset = -1;

        void read(RecordMetadata at) {
            if (offset >= 0 && at.offset() > offset) {
                add(new Gap(new TopicPartition(at.topic(), at.partition()), offset, at.offset()));
            }
            offset = at.offset() + 1;
        }
    }

    /** For a task that begins, of one partition. */
    Next next() {
        return new Next();
    }

    synchronized void add(Gap gap) {
        gaps.add(gap);
        if (gaps.size() > MOST_GAPS) {
            gaps.remove();
        }
    }

    /** Removes and returns the gaps that nobody has looked at. */
    public synchronized List<Gap> takeGaps() {
        List<Gap> all = new ArrayList<>(gaps);
        gaps.clear();
        return all;
    }

    /** So many of a topic had been deleted before they were read. */
    public synchronized void expired(String topic, long records) {
        expired.merge(topic, records, Long::sum);
    }

    /** How many of a topic this instance has found deleted before they were read. */
    public synchronized long expired(String topic) {
        return expired.getOrDefault(topic, 0L);
    }
}
