package io.aurea.cli;

import io.aurea.settings.KafkaClients;
import io.aurea.topic.PartitionScan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads all that a topic holds when it is asked. */
public final class TopicReplay {

    /** How long the brokers may stay silent. */
    private static final Duration SILENCE_LIMIT = Duration.ofSeconds(30);

    private TopicReplay() {}

    /**
     * @param client names the consumer
     * @throws TimeoutException if the brokers stop answering
     */
    public static void read(
            KafkaClients kafka, String client, String topic, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        with(kafka, client, topic, (from, partitions) -> PartitionScan.read(from, partitions, SILENCE_LIMIT, each));
    }

    /** The same, of what was appended at this time or later. */
    public static void readSince(
            Instant since,
            KafkaClients kafka,
            String client,
            String topic,
            Consumer<ConsumerRecord<byte[], byte[]>> each) {
        with(
                kafka,
                client,
                topic,
                (from, partitions) -> PartitionScan.readSince(since, from, partitions, SILENCE_LIMIT, each));
    }

    private static void with(
            KafkaClients kafka,
            String client,
            String topic,
            BiConsumer<KafkaConsumer<byte[], byte[]>, List<TopicPartition>> scan) {
        Map<String, Object> settings = kafka.consumer(
                client,
                Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000),
                Map.of(
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest"));
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            scan.accept(
                    consumer,
                    consumer.partitionsFor(topic).stream()
                            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                            .toList());
        }
    }
}
