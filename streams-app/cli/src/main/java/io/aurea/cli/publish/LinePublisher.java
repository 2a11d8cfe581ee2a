package io.aurea.cli.publish;

import io.aurea.clock.Ticks;
import io.aurea.schema.Observation;
import io.aurea.settings.KafkaClients;
import io.aurea.topic.RecordKeys;
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
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Publishes lines as observations, in their order within each partition and without duplicates, and ticks to every
 * partition. Used by one thread; the counts may be read by any.
 */
final class ObservationPublisher implements AutoCloseable {

    private static final Map<String, Object> DEFAULTS = Map.of(
            ProducerConfig.COMPRESSION_TYPE_CONFIG,
            "lz4",
            ProducerConfig.BATCH_SIZE_CONFIG,
            256 * 1024,
            ProducerConfig.BUFFER_MEMORY_CONFIG,
            64L * 1024 * 1024,
            ProducerConfig.LINGER_MS_CONFIG,
            20,
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
            15_000,
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
            60_000,
            ProducerConfig.MAX_BLOCK_MS_CONFIG,
            60_000L);

    /** Without these a retry could swap records or write one twice. */
    private static final Map<String, Object> ORDERED = Map.of(
            ProducerConfig.ACKS_CONFIG,
            "all",
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            true,
            ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
            5);

    private final Producer<String, Observation> producer;
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
    ObservationPublisher(Producer<String, Observation> producer, BiConsumer<Long, String> refused) {
        this.producer = producer;
        this.ticks = new Ticks(
                producer, producer.partitionsFor(Topics.OBSERVATIONS.name()).size());
        this.refused = refused;
    }

    /** A producer tuned for long runs of small records; how it speaks to the brokers is the user's to say. */
    static Producer<String, Observation> producer(KafkaClients clients, Serializer<Observation> serializer) {
        return new KafkaProducer<>(clients.producer("send", DEFAULTS, ORDERED), new StringSerializer(), serializer);
    }

    /** Hands one observation over; may block while earlier ones are on their way. */
    void send(Observation observation, long line) {
        String key = RecordKeys.of(observation.getTenantId(), observation.getSource());
        producer.send(new ProducerRecord<>(Topics.OBSERVATIONS.name(), key, observation), (metadata, failed) -> {
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
        producer.flush();
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
        producer.close(limit);
    }

    @Override
    public void close() {
        close(Duration.ofSeconds(10));
    }
}
