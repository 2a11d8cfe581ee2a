package io.aurea.cli.publish;

import io.aurea.clock.Ticks;
import io.aurea.publish.ObservationPublisher;
import io.aurea.schema.Observation;
import io.aurea.settings.KafkaClients;
import io.aurea.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Publishes lines as observations, in their order within each partition and without duplicates, and ticks to every
 * partition. Used by one thread; the counts may be read by any.
 */
final class LinePublisher implements AutoCloseable {

    /** A file can wait for its brokers, unlike a service. */
    private static final Map<String, Object> PATIENT = Map.of(ProducerConfig.MAX_BLOCK_MS_CONFIG, 60_000L);

    private final ObservationPublisher observations;
    private final Ticks ticks;
    /** As many as the producer's buffer holds, since it answers in order. */
    private final Queue<Future<RecordMetadata>> unansweredTicks = new ArrayDeque<>();

    private final BiConsumer<Long, String> refused;
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong refusals = new AtomicLong();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /**
     * @param refused told the line's number and the reason when Kafka takes a single record not, from any thread
     */
    LinePublisher(Producer<String, Observation> producer, BiConsumer<Long, String> refused) {
        this.observations = new ObservationPublisher(producer);
        this.ticks = new Ticks(
                producer, producer.partitionsFor(Topics.OBSERVATIONS.name()).size());
        this.refused = refused;
    }

    /**
     * The producer for it, with the user's settings.
     *
     * @throws org.apache.kafka.common.config.ConfigException for one that no publisher of observations may have
     */
    static Producer<String, Observation> producer(KafkaClients clients, Serializer<Observation> serializer) {
        return new KafkaProducer<>(
                ObservationPublisher.producerSettings(clients.producer("send", PATIENT, Map.of())),
                new StringSerializer(),
                serializer);
    }

    /** Hands one observation that is in order over; may block while earlier ones are on their way. */
    void send(Observation observation, long line) {
        observations.publish(observation).whenComplete((stored, failed) -> {
            if (failed == null) {
                acknowledged.incrementAndGet();
            } else if (failed instanceof RecordTooLargeException) {
                refusals.incrementAndGet();
                refused.accept(line, failed.getMessage());
            } else {
                failure.compareAndSet(null, failed);
            }
        });
    }

    /** Tells every partition the time, after everything handed over before. */
    void tick(long epochMs) {
        unansweredTicks.addAll(ticks.send(Instant.ofEpochMilli(epochMs)));
        while (!unansweredTicks.isEmpty() && unansweredTicks.peek().isDone()) {
            settle(unansweredTicks.remove());
        }
    }

    private void settle(Future<RecordMetadata> answered) {
        try {
            answered.get();
        } catch (ExecutionException failed) {
            failure.compareAndSet(null, failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            failure.compareAndSet(null, interrupted);
        }
    }

    /** Waits until everything handed over is acknowledged or has failed. */
    void flush() {
        observations.flush();
        unansweredTicks.forEach(this::settle);
        unansweredTicks.clear();
    }

    /** Records, ticks apart, that Kafka has stored. */
    long acknowledged() {
        return acknowledged.get();
    }

    /** Records that Kafka did not take because of themselves. */
    long refusals() {
        return refusals.get();
    }

    /** The first failure that concerns the connection and not one record; null without one. */
    Throwable failure() {
        return failure.get();
    }

    /** Sends what was handed over, for at most the given time. */
    void close(Duration limit) {
        observations.close(limit);
    }

    @Override
    public void close() {
        observations.close();
    }
}
