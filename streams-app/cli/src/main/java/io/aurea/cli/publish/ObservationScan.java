package io.aurea.cli.publish;

import io.aurea.cli.TopicReplay;
import io.aurea.observation.ObservationRules;
import io.aurea.schema.Observation;
import io.aurea.schema.ObservationKind;
import io.aurea.settings.KafkaClients;
import io.aurea.topic.Topics;
import io.aurea.window.WindowSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads all observations of a stack so far, to find the windows they opened: earlier runs of {@code send} and other
 * publishers may have left some open. Each partition has a time of its own. Not thread-safe.
 */
final class ObservationScan {
    private final Deserializer<Observation> values;
    private final WindowSettings windows;
    private final Map<Integer, DataClock> clocks = new HashMap<>();

    private ObservationScan(Deserializer<Observation> values, WindowSettings windows) {
        this.values = values;
        this.windows = windows;
    }

    /**
     * When the last window closes of those that records so far have opened, epoch milliseconds.
     *
     * @throws TimeoutException if the broker stops answering
     */
    static OptionalLong closing(KafkaClients clients, Deserializer<Observation> values, WindowSettings windows) {
        ObservationScan scan = new ObservationScan(values, windows);
        TopicReplay.read(clients, "send-scan", Topics.OBSERVATIONS.name(), scan::show);
        return scan.clocks.values().stream()
                .map(DataClock::closing)
                .flatMapToLong(OptionalLong::stream)
                .max();
    }

    private void show(ConsumerRecord<byte[], byte[]> record) {
        Observation observation;
        try {
            observation = values.deserialize(record.topic(), record.value());
        } catch (SerializationException notAnObservation) {
            // Observe has dead-lettered it; it opened no window.
            return;
        }
        if (observation != null && ObservationRules.violation(observation).isEmpty()) {
            DataClock clock = clocks.computeIfAbsent(record.partition(), partition -> new DataClock(windows));
            long observedAt = observation.getObservedAt().toEpochMilli();
            if (observation.getKind() == ObservationKind.TICK) {
                clock.tick(observedAt, record.timestamp());
            } else {
                clock.advance(observedAt, record.timestamp());
            }
        }
    }
}
