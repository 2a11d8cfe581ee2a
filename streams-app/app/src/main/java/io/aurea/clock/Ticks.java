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
 * Writes ticks to every partition of the observations, by number: hashed by key, all would go to one.
 *
 * <p>As thread-safe as its producer, which it does not close.
 */
public final class Ticks {

    private final Producer<String, Observation> producer;
    private final int partitionCount;

    public Ticks(Producer<String, Observation> producer, int partitionCount) {
        this.producer = producer;
        this.partitionCount = partitionCount;
    }

    /** Advances every partition to this time; done when the returned futures are. */
    public List<Future<RecordMetadata>> send(Instant time) {
        List<Future<RecordMetadata>> sent = new ArrayList<>(partitionCount);
        for (int partition = 0; partition < partitionCount; partition++) {
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
