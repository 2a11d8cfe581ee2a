package io.aurea.executor;

import io.aurea.topic.Topics;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** One member of the group: knows the records of the partition, and what the brokers say to its commits. */
class GroupMember extends MockConsumer<byte[], byte[]> {
    static final TopicPartition PARTITION = new TopicPartition(Topics.DECISIONS.name(), 0);

    final Deque<RuntimeException> refusals = new ArrayDeque<>();
    final AtomicInteger polls = new AtomicInteger();
    private final List<ConsumerRecord<byte[], byte[]>> log;
    Runnable whenRefused = () -> {};
    private boolean joined;

    GroupMember(List<ConsumerRecord<byte[], byte[]>> log) {
        super("latest");
        this.log = log;
    }

    @Override
    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        polls.incrementAndGet();
        if (!joined) {
            joined = true;
            updateBeginningOffsets(Map.of(PARTITION, 0L));
            updateEndOffsets(Map.of(PARTITION, 0L));
            rebalance(List.of(PARTITION));
        }
        // The real one fetches again from where it is told to go back to.
        if (assignment().contains(PARTITION) && paused().isEmpty()) {
            long position = position(PARTITION);
            synchronized (log) {
                log.stream().filter(r -> r.offset() >= position).forEach(this::addRecord);
            }
        }
        ConsumerRecords<byte[], byte[]> records = super.poll(Duration.ZERO);
        Thread.onSpinWait();
        return records;
    }

    /** As after its time in the group was over. */
    void leaveAndJoin() {
        rebalance(List.of());
        rebalance(List.of(PARTITION));
    }

    @Override
    public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
        boolean claim = offsets.values().stream().anyMatch(o -> o.leaderEpoch().isPresent());
        RuntimeException refusal = claim ? refusals.poll() : null;
        if (refusal != null) {
            whenRefused.run();
            throw refusal;
        }
        super.commitSync(offsets);
    }
}
