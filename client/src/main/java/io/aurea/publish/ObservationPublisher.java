package io.aurea.publish;

import io.aurea.observation.ObservationRules;
import io.aurea.registry.RegistryClient;
import io.aurea.registry.RegistryConfig;
import io.aurea.schema.Observation;
import io.aurea.schema.ObservationKind;
import io.aurea.topic.RecordKeys;
import io.aurea.topic.TopicSerdes;
import io.aurea.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Publishes observations to {@code aurea.observations}, in order per tenant and source. The producer is idempotent, but
 * an observation published twice is counted twice.
 *
 * <p>The key is {@code tenant/source}, placed by Kafka's default partitioner: all publishers of a source must use the
 * same one, since the loop follows a series within one partition.
 *
 * <p>An observation that is invalid in itself is refused at once, by {@link ObservationRules}. What only the loop can
 * know (later than its window, further ahead of the brokers' time than {@code max.clock.skew}, larger than {@code
 * record.max.bytes}) ends up in {@code aurea.dead-letters} with the reason.
 *
 * <p>Thread-safe. One is enough for a process: its records share batches.
 */
public final class ObservationPublisher implements AutoCloseable {

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

    /** For many small records: a few milliseconds of linger make batches worth a request. */
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
            // Any later, its window would have closed.
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
            60_000,
            // A service should not be blocked for long because it cannot be observed.
            ProducerConfig.MAX_BLOCK_MS_CONFIG,
            5_000L);

    /** Without these a retry could reorder or duplicate records. */
    private static final Map<String, Object> FORCED = Map.of(
            ProducerConfig.ACKS_CONFIG,
            "all",
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            true,
            ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
            5);

    /** Nor should the registry block a service; the next record asks again. */
    private static final Map<String, Object> REGISTRY_DEFAULTS = Map.of(RegistryConfig.MAX_RETRIES_CONFIG, 1);

    private final Producer<String, Observation> producer;

    /**
     * Connects to the brokers in the background; the registry is asked with the first observation.
     *
     * @param settings of a Kafka producer and of the serde, at least {@code bootstrap.servers} and
     *     {@code schema.registry.url}; see {@link #producerSettings}
     * @throws KafkaException for settings that are missing or not allowed, mostly a {@link ConfigException} with key and
     *     value
     */
    public ObservationPublisher(Map<String, ?> settings) {
        this(new KafkaProducer<>(
                producerSettings(settings),
                new StringSerializer(),
                new TopicSerdes(settings, RegistryClient.create(over(REGISTRY_DEFAULTS, settings)))
                        .value(Topics.OBSERVATIONS)
                        .serializer()));
    }

    /**
     * For callers who create the producer themselves, such as a test with Kafka's {@code MockProducer}.
     *
     * @param producer with {@link #producerSettings}; closed with this publisher
     */
    public ObservationPublisher(Producer<String, Observation> producer) {
        this.producer = producer;
    }

    /**
     * The settings for a producer of observations: those given, over the defaults for many small records and under
     * those that are required ({@code acks}, {@code enable.idempotence},
     * {@code max.in.flight.requests.per.connection}).
     *
     * @throws ConfigException for a setting that would place keys differently from other publishers ({@code
     *     partitioner.class}, {@code partitioner.ignore.keys}), or that needs transactions ({@code transactional.id})
     */
    public static Map<String, Object> producerSettings(Map<String, ?> settings) {
        refuse(
                settings,
                ProducerConfig.PARTITIONER_CLASS_CONFIG,
                "must not be set: all publishers place a key with Kafka's default partitioner");
        refuse(settings, ProducerConfig.TRANSACTIONAL_ID_CONFIG, "must not be set: observations need no transactions");
        Object ignoresKeys = settings.get(ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG);
        if (ignoresKeys != null && !ignoresKeys.toString().strip().equalsIgnoreCase("false")) {
            throw new ConfigException(
                    ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG,
                    ignoresKeys,
                    "must be false: the key says where an observation belongs");
        }
        return over(over(DEFAULTS, settings), FORCED);
    }

    /** The settings, over the defaults. */
    private static Map<String, Object> over(Map<String, Object> defaults, Map<String, ?> settings) {
        Map<String, Object> all = new HashMap<>(defaults);
        all.putAll(settings);
        return all;
    }

    private static void refuse(Map<String, ?> settings, String key, String reason) {
        if (settings.get(key) != null) {
            throw new ConfigException(key, settings.get(key), reason);
        }
    }

    /**
     * Hands over one observation. Normally returns at once. While the brokers are not known yet or the buffer is full it
     * waits for up to {@code max.block.ms} (5 s unless set); until the registry has answered once, also for the registry,
     * which is asked twice ({@code max.retries} is 1 unless set).
     *
     * @param observation of any kind but TICK
     * @return done when Kafka has stored it, and failed with the reason when it has not: a {@link KafkaException}, or
     *     an {@link IllegalStateException} once this is closed. Failures are reported nowhere else. It is completed by
     *     the producer's only thread, so whatever is chained to it without an executor must return quickly
     * @throws IllegalArgumentException for an observation that breaks a rule, saying which; nothing is sent
     */
    public CompletableFuture<RecordMetadata> publish(Observation observation) {
        violation(observation).ifPresent(reason -> {
            throw new IllegalArgumentException(reason);
        });
        String key = RecordKeys.of(observation.getTenantId(), observation.getSource());
        CompletableFuture<RecordMetadata> stored = new CompletableFuture<>();
        try {
            producer.send(new ProducerRecord<>(Topics.OBSERVATIONS.name(), key, observation), (at, failed) -> {
                if (failed == null) {
                    stored.complete(at);
                } else {
                    stored.completeExceptionally(failed);
                }
            });
        } catch (KafkaException | IllegalStateException failed) {
            // A record that cannot be serialized, or a closed producer, throws at once.
            stored.completeExceptionally(failed);
        }
        return stored;
    }

    private static Optional<String> violation(Observation observation) {
        return observation.getKind() == ObservationKind.TICK
                ? Optional.of(
                        "kind is TICK, which the loop writes itself; allowed: METRIC, COUNTER, OPERATION, HEALTH, EVENT")
                : ObservationRules.violation(observation);
    }

    /**
     * Sends what was handed over without waiting for more, and returns when all of it is stored or has failed, which takes no
     * longer than {@code delivery.timeout.ms} (60 s unless set).
     *
     * @throws org.apache.kafka.common.errors.InterruptException if the thread is interrupted meanwhile
     */
    public void flush() {
        producer.flush();
    }

    /** Sends what was handed over, for at most 10 s; what is left then fails. */
    @Override
    public void close() {
        close(CLOSE_LIMIT);
    }

    /** Sends what was handed over, for at most this time; what is left then fails. */
    public void close(Duration limit) {
        producer.close(limit);
    }
}
