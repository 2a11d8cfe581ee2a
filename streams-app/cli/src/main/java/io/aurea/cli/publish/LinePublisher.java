package io.aurea.cli.publish;

import io.aurea.clock.Ticks;
import io.aurea.publish.ObservationPublisher;
import io.aurea.schema.Observation;
import io.aurea.settings.KafkaClients;
import io.aurea.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
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
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Publishes lines as observations, in order within each partition and without duplicates, and ticks to every partition.
 * Used by one thread; the counts may be read by any.
 */
final class LinePublisher implements AutoCloseable {

    /** Unlike a service, a file can wait for its brokers. */
    private static final Map<String, Object> PATIENT = Map.of(ProducerConfig.MAX_BLOCK_MS_CONFIG, 60_000L);

    private final ObservationPublisher observations;
    private final Ticks ticks;
    private final List<Integer> partitions;
    /** Bounded by the producer's buffer, since it completes in order. */
    private final Queue<Future<RecordMetadata>> unansweredTicks = new ArrayDeque<>();

    private final BiConsumer<Long, String> refused;
    private final StoredLines stored = new StoredLines();
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong refusals = new AtomicLong();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /**
     * @param refused gets the line's number and the reason when Kafka refuses a single record; called from any thread
     */
    LinePublisher(Producer<String, Observation> producer, BiConsumer<Long, String> refused) {
        this.observations = new ObservationPublisher(producer);
        this.ticks = new Ticks(producer);
        this.partitions = producer.partitionsFor(Topics.OBSERVATIONS.name()).stream()
                .map(PartitionInfo::partition)
                .toList();
        this.refused = refused;
    }

    /**
     * A producer with the user's settings.
     *
     * @throws org.apache.kafka.common.config.ConfigException for a setting that a publisher of observations must not
     *     have
     */
    static Producer<String, Observation> producer(KafkaClients clients, Serializer<Observation> serializer) {
        return new KafkaProducer<>(
                ObservationPublisher.producerSettings(clients.producer("send", PATIENT, Map.of())),
                new StringSerializer(),
                serializer);
    }

    /** Sends one valid observation; may block while earlier ones are in flight. */
    void send(Observation observation, long line) {
        observations.publish(observation).whenComplete((at, failed) -> {
            if (failed == null) {
                stored.add(at);
                acknowledged.incrementAndGet();
            } else if (failed instanceof RecordTooLargeException) {
                refusals.incrementAndGet();
                refused.accept(line, failed.getMessage());
            } else {
                failure.compareAndSet(null, failed);
            }
        });
    }

    /** Sends a tick to every partition, after everything sent before. */
    void tick(long epochMs) {
        unansweredTicks.addAll(ticks.send(Instant.ofEpochMilli(epochMs), partitions));
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

    /** Waits until everything sent is acknowledged or has failed. */
    void flush() {
        observations.flush();
        unansweredTicks.forEach(this::settle);
        unansweredTicks.clear();
    }

    /** Where; to be read after {@link #flush}. */
    StoredLines stored() {
        return stored;
    }

    /** Records that Kafka has stored, without ticks. */
    long acknowledged() {
        return acknowledged.get();
    }

    /** Records that Kafka refused for reasons of their own. */
    long refusals() {
        return refusals.get();
    }

    /** The first failure of the connection, not of a single record; null without one. */
    Throwable failure() {
        return failure.get();
    }

    /** Flushes and closes, within the given time. */
    void close(Duration limit) {
        observations.close(limit);
    }

    @Override
    public void close() {
        observations.close();
    }
}
