package io.aurea.drain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Tells whether a reader that stands at an offset has passed all records before an end.
 *
 * <p>Offsets alone do not tell: the markers of transactions take offsets too, so the last record of a partition stands
 * before its end, and a reader that stored the offset behind its last record seems to be behind. Whoever is not beyond
 * doubt is checked by reading on from where it stands. Not thread-safe.
 */
final class Passage implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<byte[], byte[]> consumer;

    Passage(String bootstrapServers) {
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.CLIENT_ID_CONFIG,
                        "aurea-drain",
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "none",
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        1,
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        10_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** Where the records end that a read_committed reader can see now. */
    Map<TopicPartition, Long> ends(List<String> topics) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : topics) {
            for (PartitionInfo partition : consumer.partitionsFor(topic)) {
                partitions.add(new TopicPartition(topic, partition.partition()));
            }
        }
        Map<TopicPartition, Long> ends =
                new TreeMap<>(Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition));
        ends.putAll(consumer.endOffsets(partitions));
        return ends;
    }

    /**
     * How many offsets a reader may still have before it; 0 when no record stands between its position and the end.
     *
     * @param position the next offset it reads; null when it has never read
     * @param end from {@link #ends}
     */
    long behind(TopicPartition partition, OffsetAndMetadata position, long end) {
        consumer.assign(List.of(partition));
        long start =
                position == null ? consumer.beginningOffsets(List.of(partition)).get(partition) : position.offset();
        if (start >= end) {
            return 0;
        }
        consumer.seek(partition, start);
        try {
            while (consumer.position(partition) < end) {
                long before = consumer.position(partition);
                boolean record = consumer.poll(POLL).records(partition).stream().anyMatch(r -> r.offset() < end);
                if (record || consumer.position(partition) == before) {
                    return end - start;
                }
            }
            return 0;
        } catch (OffsetOutOfRangeException e) {
            return end - start;
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
