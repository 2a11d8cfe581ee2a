package io.aurea.executor;

import io.aurea.topic.Topics;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** One member of the group, which gets the one partition of each topic: knows its records, and what the brokers say to its commits. */
class GroupMember extends MockConsumer<byte[], byte[]> {
    static final TopicPartition PARTITION = new TopicPartition(Topics.DECISIONS.name(), 0);

    final Deque<RuntimeException> refusals = new ArrayDeque<>();
    final AtomicInteger polls = new AtomicInteger();
    private final List<ConsumerRecord<byte[], byte[]>> log;
    private final Map<TopicPartition, Long> ends;
    Runnable whenRefused = () -> {};
    private boolean joined;

    GroupMember(List<ConsumerRecord<byte[], byte[]>> log) {
        this(log, Map.of());
    }

    /** @param ends where a new group begins, if not at 0 */
    GroupMember(List<ConsumerRecord<byte[], byte[]>> log, Map<TopicPartition, Long> ends) {
        super("latest");
        this.log = log;
        this.ends = ends;
    }

    @Override
    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        polls.incrementAndGet();
        if (!joined) {
            joined = true;
            List<TopicPartition> partitions = subscription().stream()
                    .map(topic -> new TopicPartition(topic, 0))
                    .toList();
            updateBeginningOffsets(partitions.stream().collect(Collectors.toMap(p -> p, p -> 0L)));
            updateEndOffsets(partitions.stream().collect(Collectors.toMap(p -> p, p -> ends.getOrDefault(p, 0L))));
            rebalance(partitions);
        }
        // The real one fetches again from where it is told to go back to.
        if (paused().isEmpty()) {
            for (TopicPartition partition : assignment()) {
                long position = position(partition);
                synchronized (log) {
                    log.stream()
                            .filter(r -> r.topic().equals(partition.topic()) && r.offset() >= position)
                            .forEach(this::addRecord);
                }
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
