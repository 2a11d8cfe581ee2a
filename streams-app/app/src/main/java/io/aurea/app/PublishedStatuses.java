package io.aurea.app;

import io.aurea.schema.Status;
import io.aurea.settings.KafkaClients;
import io.aurea.topic.PartitionScan;
import io.aurea.topic.TopicSerdes;
import io.aurea.topic.Topics;
import io.aurea.topology.LastCycles;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last cycles from {@code aurea.status}, which is partitioned like the loop and keeps every tenant's last status
 * for good. Reads the whole partition, and is asked only when state starts empty. Thread-safe.
 */
final class PublishedStatuses implements LastCycles {
    private static final Logger LOG = LoggerFactory.getLogger(PublishedStatuses.class);

    /** After this long without a record, the brokers are unavailable. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KafkaClients kafka;
    private final TopicSerdes serdes;

    PublishedStatuses(KafkaClients kafka, TopicSerdes serdes) {
        this.kafka = kafka;
        this.serdes = serdes;
    }

    /** @throws org.apache.kafka.common.KafkaException when the brokers do not answer in time */
    @Override
    public Map<String, Long> ofPartition(int partition) {
        TopicPartition from = new TopicPartition(Topics.STATUS.name(), partition);
        Map<String, Object> settings = kafka.consumer(
                "history",
                Map.of(),
                Map.of(
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false));
        Map<String, Long> last = new HashMap<>();
        try (Consumer<String, byte[]> consumer =
                        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
                Deserializer<Status> decoder = serdes.value(Topics.STATUS).deserializer()) {
            PartitionScan.read(consumer, List.of(from), PATIENCE, record -> add(record, decoder, last));
        }
        if (!last.isEmpty()) {
            LOG.warn(
                    "partition {} of the loop begins without its state, and {} tenants have a history: their numbers go on in"
                            + " a new epoch",
                    partition,
                    last.size());
        }
        return last;
    }

    private static void add(
            ConsumerRecord<String, byte[]> record, Deserializer<Status> decoder, Map<String, Long> last) {
        if (record.value() == null) {
            return;
        }
        try {
            long number = decoder.deserialize(record.topic(), record.value()).getLastCycleNumber();
            if (number > 0) {
                last.merge(record.key(), number, Math::max);
            }
        } catch (SerializationException notAStatus) {
            LOG.warn("offset {} of {}-{} is no status", record.offset(), record.topic(), record.partition());
        }
    }
}
