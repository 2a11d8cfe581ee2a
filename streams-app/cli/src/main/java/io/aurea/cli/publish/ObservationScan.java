package io.aurea.cli.publish;

import io.aurea.observation.ObservationRules;
import io.aurea.schema.Observation;
import io.aurea.schema.ObservationKind;
import io.aurea.settings.KafkaClients;
import io.aurea.topic.PartitionScan;
import io.aurea.topic.Topics;
import java.time.Duration;
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

/**
 * Reads all observations of a stack so far, to find the windows they opened: earlier runs of {@code send} and other
 * publishers may have left some open.
 */
final class ObservationScan {

    /** How long the broker may not respond before the scan gives up. */
    private static final Duration SILENCE_LIMIT = Duration.ofSeconds(30);

    private ObservationScan() {}

    /**
     * Feeds the clock every record in the topic at the time of the call.
     *
     * @throws TimeoutException if the broker stops answering
     */
    static void replay(KafkaClients clients, Deserializer<Observation> values, DataClock clock) {
        Map<String, Object> settings = clients.consumer(
                "send-scan",
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
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.OBSERVATIONS.name()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            PartitionScan.read(consumer, partitions, SILENCE_LIMIT, record -> show(record, values, clock));
        }
    }

    private static void show(ConsumerRecord<byte[], byte[]> record, Deserializer<Observation> values, DataClock clock) {
        Observation observation;
        try {
            observation = values.deserialize(record.topic(), record.value());
        } catch (SerializationException notAnObservation) {
            // Observe has dead-lettered it; it opened no window.
            return;
        }
        if (observation != null && ObservationRules.violation(observation).isEmpty()) {
            long observedAt = observation.getObservedAt().toEpochMilli();
            if (observation.getKind() == ObservationKind.TICK) {
                clock.tick(observedAt, record.timestamp());
            } else {
                clock.advance(observedAt, record.timestamp());
            }
        }
    }
}
