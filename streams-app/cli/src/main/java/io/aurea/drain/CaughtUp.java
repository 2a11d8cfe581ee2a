package io.aurea.drain;

import io.aurea.settings.KafkaClients;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Decides whether a reader at an offset has passed all records before an end.
 *
 * <p>Offsets alone do not show it: transaction markers take offsets too, so the last record of a partition is before
 * its end, and a reader that stored the offset after its last record seems to lag. In case of doubt, reads on from the
 * reader's position. Not thread-safe.
 */
final class CaughtUp implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    /** How long to look for a record before the reader counts as behind. */
    private static final Duration LOOK = Duration.ofSeconds(2);

    private static final Comparator<TopicPartition> ORDER =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    private final KafkaConsumer<byte[], byte[]> consumer;

    CaughtUp(KafkaClients clients) {
        this.consumer = new KafkaConsumer<>(
                clients.consumer(
                        "drain",
                        // A partition at its end must not block the next one on the same broker.
                        Map.of(
                                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                                20,
                                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                                10_000),
                        Map.of(
                                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                                "read_committed",
                                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                                false,
                                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                                "none")),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /**
     * Partitions with records still ahead of a reader, with its lag in offsets.
     *
     * @param positions the reader's next offset; without partitions that it never read
     * @param ends exclusive
     */
    Map<TopicPartition, Long> behind(Map<TopicPartition, OffsetAndMetadata> positions, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(ends.keySet());
        Map<TopicPartition, Long> behind = new TreeMap<>(ORDER);
        ends.forEach((partition, end) -> {
            OffsetAndMetadata position = positions.get(partition);
            long next = Math.max(beginnings.get(partition), position == null ? 0 : position.offset());
            if (next < end) {
                behind.put(partition, end - next);
            }
        });
        Set<TopicPartition> doubtful = new HashSet<>(behind.keySet());
        consumer.assign(doubtful);
        doubtful.forEach(partition -> consumer.seek(partition, ends.get(partition) - behind.get(partition)));
        long limit = System.nanoTime() + LOOK.toNanos();
        while (!doubtful.isEmpty() && System.nanoTime() < limit) {
            ConsumerRecords<byte[], byte[]> found = consumer.poll(POLL);
            doubtful.removeIf(partition -> {
                if (found.records(partition).stream().anyMatch(r -> r.offset() < ends.get(partition))) {
                    return true;
                }
                boolean passed = consumer.position(partition) >= ends.get(partition);
                if (passed) {
                    behind.remove(partition);
                }
                return passed;
            });
        }
        return behind;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
