package io.aurea.brain;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aurea.registry.RegistryClient;
import io.aurea.schema.BrainEntry;
import io.aurea.schema.Learning;
import io.aurea.topic.RecordKeys;
import io.aurea.topic.Topic;
import io.aurea.topic.TopicSerdes;
import io.aurea.topic.Topics;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The unified brain for programs: store, store a learning, search.
 *
 * <p>What is stored goes to {@code aurea.brain} and {@code aurea.learnings}, from where the sink writes it to
 * PostgreSQL within seconds; a search reads PostgreSQL. Of two entries with the same key the later one wins. Keys that
 * begin like the loop's own ({@link #RESERVED}) are refused. Expired entries are not found.
 *
 * <p>Thread-safe. Connects to the brokers with the first record it stores, so a client that only searches needs none.
 */
public final class BrainClient implements AutoCloseable {

    /** Prefixes of the loop's own keys. */
    public static final List<String> RESERVED = List.of("cycle_metrics_", "learning_", "pattern_", "self_improvement_");

    /** How long a learning is remembered. */
    public static final Duration LEARNING_KEEP = Duration.ofDays(30);

    private static final Set<String> PRIORITIES = Set.of("low", "medium", "high", "critical");
    private static final Set<String> IMPACTS = Set.of("low", "medium", "high");
    private static final int MAX_KEY = 256;
    private static final int MAX_VALUE = 65_536;
    private static final int MAX_TAGS = 32;
    private static final int MAX_FOUND = 1_000;

    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, Object> settings;
    private final Connections database;
    private Producer<String, byte[]> producer;
    private TopicSerdes serdes;

    /** Provides a connection to the history database, with the right to read. */
    @FunctionalInterface
    public interface Connections {
        Connection open() throws SQLException;
    }

    /**
     * @param settings of a Kafka producer and of the serde: at least {@code bootstrap.servers} and
     *     {@code schema.registry.url}
     * @param database provides a connection for each search, which is closed afterwards
     */
    public BrainClient(Map<String, ?> settings, Connections database) {
        this.settings = new HashMap<>(settings);
        this.database = database;
    }

    /**
     * Stores an entry; returns when Kafka has it.
     *
     * @param entry tenant, key, value (JSON), and whatever else differs from the schema's defaults; its revision and
     *     its time are set here
     * @throws IllegalArgumentException for an invalid entry
     * @throws KafkaException if it was not stored
     */
    public void store(BrainEntry entry) {
        RESERVED.stream().filter(entry.getKey()::startsWith).findFirst().ifPresent(prefix -> {
            throw new IllegalArgumentException("key is '" + entry.getKey() + "'; allowed: one that does not begin with "
                    + prefix + ", which the loop keeps for itself");
        });
        put(entry, Instant.now());
    }

    /**
     * Stores something learned, as a learning and as an entry of the brain.
     *
     * @param learning tenant, category, mistake, lesson, root cause and impact (low, medium or high); its id, unless
     *     given, and its time are set here
     * @return its id
     * @throws IllegalArgumentException for an invalid learning
     * @throws KafkaException if it was not stored
     */
    public String storeLearning(Learning learning) {
        need(!learning.getLesson().isBlank(), "lesson is blank; allowed: what follows from it");
        need(
                IMPACTS.contains(learning.getImpact()),
                "impact is '" + learning.getImpact() + "'; allowed: low, medium, high");
        Instant now = Instant.now();
        String id = learning.getLearningId().isEmpty() ? UUID.randomUUID().toString() : learning.getLearningId();
        Learning stored = Learning.newBuilder(learning)
                .setLearningId(id)
                .setRevision(1)
                .setCreatedAt(now)
                .build();
        ObjectNode value = JSON.createObjectNode()
                .put("mistake", stored.getMistake())
                .put("lesson", stored.getLesson())
                .put("root_cause", stored.getRootCause())
                .put("impact", stored.getImpact());
        stored.getDetails().forEach(value::put);
        boolean high = stored.getImpact().equals("high");
        BrainEntry entry = BrainEntry.newBuilder()
                .setTenantId(stored.getTenantId())
                .setKey("learning_" + id)
                .setValue(value.toString())
                .setCategory("learning")
                .setPriority(high ? "high" : "medium")
                .setSource("brain_client")
                .setImportance(high ? 0.8 : 0.5)
                .setTags(Stream.of("learning", stored.getCategory())
                        .filter(tag -> !tag.isBlank())
                        .toList())
                .setExpiresAt(now.plus(LEARNING_KEEP))
                .build();
        check(entry);
        send(Topics.LEARNINGS, RecordKeys.of(stored.getTenantId(), id), stored);
        put(entry, now);
        return id;
    }

    /**
     * Forgets an entry; returns when Kafka has it.
     *
     * @throws KafkaException if it was not stored
     */
    public void forget(String tenant, String key) {
        send(Topics.BRAIN, RecordKeys.of(tenant, key), null);
    }

    /**
     * Finds entries by words, best matches first.
     *
     * @param tenant null for all
     * @param words as on the web: all of them, {@code or} between two, {@code -} before one, {@code "in a row"}
     * @param limit the most to return, [1, 1000]
     * @throws IllegalArgumentException if there is no word to search for
     */
    public List<Remembered> search(String tenant, String words, int limit) throws SQLException {
        return search(tenant, words, Instant.now(), limit);
    }

    /** @param asOf entries that have expired by then are left out; for histories whose time is not the time of day */
    public List<Remembered> search(String tenant, String words, Instant asOf, int limit) throws SQLException {
        need(limit >= 1 && limit <= MAX_FOUND, "limit is " + limit + "; allowed: [1, " + MAX_FOUND + "]");
        try (Connection connection = database.open()) {
            return BrainSearch.search(connection, tenant, words, asOf, limit);
        }
    }

    private void put(BrainEntry entry, Instant now) {
        check(entry);
        send(
                Topics.BRAIN,
                RecordKeys.of(entry.getTenantId(), entry.getKey()),
                BrainEntry.newBuilder(entry)
                        // No state is kept here, so the revision is taken from the time of day.
                        .setRevision(now.toEpochMilli())
                        .setLastUpdated(now)
                        .build());
    }

    private static void check(BrainEntry e) {
        need(
                e.getTenantId().matches("[A-Za-z0-9.-][A-Za-z0-9._-]{0,127}"),
                "tenant_id is '" + e.getTenantId() + "'; allowed: 1-128 of A-Z a-z 0-9 . _ -, not beginning with _");
        need(
                !e.getKey().isBlank() && e.getKey().length() <= MAX_KEY,
                "key has " + e.getKey().length() + " characters; allowed: 1 to " + MAX_KEY + ", not all blank");
        need(
                e.getValue().length() <= MAX_VALUE,
                "value has " + e.getValue().length() + " characters; allowed: up to " + MAX_VALUE);
        JsonbValue.violation(e.getValue()).ifPresent(reason -> {
            throw new IllegalArgumentException("value " + reason);
        });
        need(
                PRIORITIES.contains(e.getPriority()),
                "priority is '" + e.getPriority() + "'; allowed: low, medium, high, critical");
        need(
                e.getImportance() >= 0 && e.getImportance() <= 1,
                "importance is " + e.getImportance() + "; allowed: [0, 1]");
        need(e.getTags().size() <= MAX_TAGS, e.getTags().size() + " tags; allowed: up to " + MAX_TAGS);
    }

    private static void need(boolean fits, String otherwise) {
        if (!fits) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    private <V> void send(Topic<V> topic, String key, V value) {
        try {
            connect();
            byte[] bytes =
                    value == null ? null : serdes.value(topic).serializer().serialize(topic.name(), value);
            producer.send(new ProducerRecord<>(topic.name(), key, bytes)).get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof KafkaException reason ? reason : new KafkaException(failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while storing " + key, interrupted);
        }
    }

    private synchronized void connect() {
        if (producer == null) {
            Map<String, Object> own = new HashMap<>(settings);
            own.put(ProducerConfig.ACKS_CONFIG, "all");
            serdes = new TopicSerdes(settings, RegistryClient.create(settings));
            producer = new KafkaProducer<>(own, new StringSerializer(), new ByteArraySerializer());
        }
    }

    @Override
    public synchronized void close() {
        if (producer != null) {
            producer.close();
        }
    }
}
