package io.aurea.topology;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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
    /** Of each partition that a task of this instance has begun to read, which only the first record ends. */
    private final Map<TopicPartition, Begin> begins = new HashMap<>();

    private final BlockingQueue<TopicPartition> begun = new LinkedBlockingQueue<>();

    /**
     * @param from the first offset that nobody had read when the task began
     * @param first the first one that the task has read
     */
    private record Begin(OptionalLong from, OptionalLong first) {
        private static final Begin UNKNOWN = new Begin(OptionalLong.empty(), OptionalLong.empty());
    }

    /** What a task reads next from one partition. Not thread-safe. */
    final class Next {
        private final TopicPartition at;
        private long offset = -1;

        private Next(TopicPartition at) {
            this.at = at;
        }

        void read(RecordMetadata record) {
            if (offset < 0) {
                first(at, record.offset());
            } else if (record.offset() > offset) {
                add(new Gap(at, offset, record.offset()));
            }
            offset = record.offset() + 1;
        }
    }

    /** For a task that begins, of one partition; another instance may have read from it until now. */
    Next next(String topic, int partition) {
        TopicPartition at = new TopicPartition(topic, partition);
        synchronized (this) {
            begins.put(at, Begin.UNKNOWN);
        }
        begun.add(at);
        return new Next(at);
    }

    /** Waits for tasks to begin, and returns their partitions, each once; none after this time. */
    Set<TopicPartition> awaitBegun(Duration atMost) throws InterruptedException {
        Set<TopicPartition> all = new HashSet<>();
        TopicPartition one = begun.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
        if (one != null) {
            all.add(one);
            begun.drainTo(all);
        }
        return all;
    }

    /**
     * How far a partition had been read, and where its log began, about when a task began with it: before the task has committed
     * anything, or there is no gap.
     */
    synchronized void began(TopicPartition at, long committed, long start) {
        Begin begin = begins.get(at);
        if (begin == null) {
            return;
        }
        long first = begin.first().orElse(start);
        if (first > committed) {
            add(new Gap(at, committed, first));
        }
        if (begin.first().isPresent()) {
            begins.remove(at);
        } else {
            begins.put(at, new Begin(OptionalLong.of(Math.max(committed, start)), OptionalLong.empty()));
        }
    }

    private synchronized void first(TopicPartition at, long offset) {
        Begin begin = begins.getOrDefault(at, Begin.UNKNOWN);
        if (begin.from().isEmpty()) {
            begins.put(at, new Begin(OptionalLong.empty(), OptionalLong.of(offset)));
            return;
        }
        if (offset > begin.from().getAsLong()) {
            add(new Gap(at, begin.from().getAsLong(), offset));
        }
        begins.remove(at);
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
