package io.aurea.cli;

import io.aurea.settings.KafkaClients;
import io.aurea.topic.PartitionScan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
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
            KafkaClients kafka,
            String client,
            String topic,
            java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> each) {
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
        try (Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            PartitionScan.read(consumer, partitions, SILENCE_LIMIT, each);
        }
    }
}
