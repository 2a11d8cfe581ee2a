package io.aurea.cli.publish;

import io.aurea.cli.TopicReplay;
import io.aurea.observation.ObservationRules;
import io.aurea.schema.Observation;
import io.aurea.schema.ObservationKind;
import io.aurea.settings.KafkaClients;
import io.aurea.topic.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads all observations of a stack so far, to find the windows they opened: earlier runs of {@code send} and other
 * publishers may have left some open.
 */
final class ObservationScan {

    private ObservationScan() {}

    /**
     * Feeds the clock every record in the topic at the time of the call.
     *
     * @throws TimeoutException if the broker stops answering
     */
    static void replay(KafkaClients clients, Deserializer<Observation> values, DataClock clock) {
        TopicReplay.read(clients, "send-scan", Topics.OBSERVATIONS.name(), record -> show(record, values, clock));
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
