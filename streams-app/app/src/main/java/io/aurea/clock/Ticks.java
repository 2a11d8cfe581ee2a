package io.aurea.clock;

import io.aurea.schema.Observation;
import io.aurea.schema.ObservationKind;
import io.aurea.topic.RecordKeys;
import io.aurea.topic.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Writes ticks to partitions of the observations, by number: hashed by key, all would go to one.
 *
 * <p>As thread-safe as its producer, which it does not close.
 */
public final class Ticks {

    private final Producer<String, Observation> producer;

    public Ticks(Producer<String, Observation> producer) {
        this.producer = producer;
    }

    /** Advances these partitions to this time; done when the returned futures are. */
    public List<Future<RecordMetadata>> send(Instant time, Iterable<Integer> partitions) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (int partition : partitions) {
            Observation tick = Observation.newBuilder()
                    .setKind(ObservationKind.TICK)
                    .setObservedAt(time)
                    .build();
            sent.add(producer.send(
                    new ProducerRecord<>(Topics.OBSERVATIONS.name(), partition, RecordKeys.NOBODY, tick)));
        }
        return sent;
    }
}
