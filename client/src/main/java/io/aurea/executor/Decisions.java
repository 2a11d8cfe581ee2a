package io.aurea.executor;

import io.aurea.registry.RegistryClient;
import io.aurea.schema.Decision;
import io.aurea.schema.DecisionState;
import io.aurea.schema.Incident;
import io.aurea.schema.IncidentNews;
import io.aurea.schema.Outcome;
import io.aurea.schema.OutcomeStatus;
import io.aurea.topic.TopicSerdes;
import io.aurea.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Subscribes to decisions. Each decision that is dispatched is carried out at most once by a group, across its instances
 * and their restarts: it is claimed by committing its offset, then the handler runs, then the outcome is published. A crash
 * between claim and outcome leaves the decision to time out; the loop then decides anew, with {@code retry_of} and
 * {@code attempt}. A decision past its {@code valid_until}, by this machine's clock, is answered with SKIPPED.
 *
 * <p>The first handler whose filter matches gets the decision. All instances of a group should have the same handlers.
 * A new group begins with decisions dispatched from then on. Dry runs are ignored.
 *
 * <p>Incidents are read only if a handler wants their news. Each is passed on at most once, as decisions are, and nothing
 * is published about it.
 *
 * <p>Not thread-safe; what {@link #start} returns is.
 */
public final class Decisions {

    private static final int MOST_IN_FLIGHT = 1_000;
    private static final Set<DecisionState> TELLING = Set.of(DecisionState.AWAITING_APPROVAL, DecisionState.ESCALATED);

    private static final Map<String, Object> PRODUCER_DEFAULTS = Map.of(
            // An outcome later than the timeout of most decisions is of no use.
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 300_000);
    private static final Map<String, Object> PRODUCER_FORCED =
            Map.of(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true, ProducerConfig.ACKS_CONFIG, "all");

    private final Map<String, ?> consumer;
    private final Map<String, ?> producer;
    private final Serde<Decision> decisions;
    private final Serde<Outcome> outcomes;
    private final String groupId;
    private final List<HandlerRegistration> handlings = new ArrayList<>();
    private final List<IncidentRegistration> incidentHandlings = new ArrayList<>();
    private Optional<Serde<Incident>> incidents = Optional.empty();
    private String executor;
    private int maxInFlight = 8;
    private Duration timeLimit = Duration.ofMinutes(2);
    private Duration closeLimit = Duration.ofSeconds(30);
    private DecisionListener listener = DecisionListener.NONE;

    private Decisions(
            Map<String, ?> consumer,
            Map<String, ?> producer,
            Serde<Decision> decisions,
            Serde<Outcome> outcomes,
            String groupId) {
        if (groupId.isBlank()) {
            throw new IllegalArgumentException("the group id is empty; allowed: a name that the instances share");
        }
        this.consumer = Map.copyOf(consumer);
        this.producer = Map.copyOf(producer);
        this.decisions = decisions;
        this.outcomes = outcomes;
        this.groupId = groupId;
        this.executor = groupId;
    }

    /**
     * @param settings of Kafka's clients and of the registry, at least {@code bootstrap.servers} and
     *     {@code schema.registry.url}
     * @param groupId the consumer group: its instances share the decisions; another group gets all of them again
     */
    public static Decisions subscribe(Map<String, ?> settings, String groupId) {
        TopicSerdes serdes = new TopicSerdes(settings, RegistryClient.create(settings));
        return subscribe(settings, settings, serdes.value(Topics.DECISIONS), serdes.value(Topics.OUTCOMES), groupId)
                .incidents(serdes.value(Topics.INCIDENTS));
    }

    /** The same, for callers with separate settings for each client, and their own serdes; see {@link #incidents}. */
    public static Decisions subscribe(
            Map<String, ?> consumer,
            Map<String, ?> producer,
            Serde<Decision> decisions,
            Serde<Outcome> outcomes,
            String groupId) {
        return new Decisions(consumer, producer, decisions, outcomes, groupId);
    }

    /** Carries out what is dispatched and matches. */
    public Decisions handle(DecisionFilter filter, DecisionHandler handler) {
        handlings.add(new HandlerRegistration(DecisionState.DISPATCHED, filter, handler));
        return this;
    }

    /**
     * Notifies somebody of decisions that wait for a person, once for each decision and state. The result is not
     * published.
     *
     * @param state AWAITING_APPROVAL or ESCALATED
     */
    public Decisions tell(DecisionState state, DecisionFilter filter, DecisionHandler handler) {
        if (!TELLING.contains(state)) {
            throw new IllegalArgumentException("state is " + state + "; allowed: AWAITING_APPROVAL, ESCALATED");
        }
        handlings.add(new HandlerRegistration(state, filter, handler));
        return this;
    }

    /**
     * Notifies somebody of incidents, once for each of the news of a revision. A new group, or one that has not read
     * incidents before, begins with those that change from then on. The result is not published.
     *
     * @param news anything but UNKNOWN
     */
    public Decisions tell(IncidentNews news, IncidentFilter filter, IncidentHandler handler) {
        if (news == IncidentNews.UNKNOWN) {
            throw new IllegalArgumentException("news is UNKNOWN; allowed: INCIDENT_OPENED, ESCALATED, REMINDER, ENDED");
        }
        incidentHandlings.add(new IncidentRegistration(news, filter, handler));
        return this;
    }

    /** How incidents are read, for callers with their own serdes that want to be notified of incidents. */
    public Decisions incidents(Serde<Incident> serde) {
        this.incidents = Optional.of(serde);
        return this;
    }

    /** The executor's name in outcomes; by default the group id. */
    public Decisions executor(String name) {
        this.executor = name;
        return this;
    }

    /** The most decisions that are claimed and not yet answered, 1 to 1000; by default 8. */
    public Decisions maxInFlight(int most) {
        if (most < 1 || most > MOST_IN_FLIGHT) {
            throw new IllegalArgumentException("max in flight is " + most + "; allowed: 1 to " + MOST_IN_FLIGHT);
        }
        this.maxInFlight = most;
        return this;
    }

    /** How long a handler may take, above zero; by default two minutes. */
    public Decisions timeLimit(Duration limit) {
        this.timeLimit = positive("the time limit", limit);
        return this;
    }

    /** How long closing waits for handlers, above zero; by default half a minute. */
    public Decisions closeLimit(Duration limit) {
        this.closeLimit = positive("the close limit", limit);
        return this;
    }

    /** Notified of what becomes of decisions. */
    public Decisions listener(DecisionListener told) {
        this.listener = told;
        return this;
    }

    private static Duration positive(String what, Duration limit) {
        if (limit.toMillis() < 1) {
            throw new IllegalArgumentException(what + " is " + limit + "; allowed: at least 1 ms");
        }
        return limit;
    }

    /**
     * Begins.
     *
     * @throws IllegalStateException without a handler, or if one wants incidents that cannot be read
     * @throws org.apache.kafka.common.KafkaException if the settings are wrong or the registry does not know outcomes;
     *     this is checked now, since after the first action it would be too late
     */
    public Subscription start() {
        if (handlings.isEmpty() && incidentHandlings.isEmpty()) {
            throw new IllegalStateException("no handler is given; allowed: one or more");
        }
        if (!incidentHandlings.isEmpty() && incidents.isEmpty()) {
            throw new IllegalStateException(
                    "a handler wants news of incidents, which nothing reads; allowed: after incidents(serde)");
        }
        outcomes.serializer().serialize(Topics.OUTCOMES.name(), example());
        return start(
                this::consumer,
                new KafkaProducer<>(producerSettings(), new StringSerializer(), outcomes.serializer()),
                Clock.systemUTC());
    }

    Subscription start(Supplier<Consumer<byte[], byte[]>> consumers, Producer<String, Outcome> to, Clock clock) {
        SafeListener telling = new SafeListener(listener);
        OutcomePublisher publisher = new OutcomePublisher(to, executor, telling);
        HandlerExecutor executions = new HandlerExecutor(maxInFlight, timeLimit, clock);
        Subscription subscription = new Subscription(
                new DecisionConsumer(consumers, sources(publisher, telling), executions, telling),
                executions,
                publisher,
                closeLimit);
        subscription.start();
        return subscription;
    }

    private Map<String, ClaimSource> sources(OutcomePublisher publisher, SafeListener telling) {
        Map<String, ClaimSource> sources = new HashMap<>();
        sources.put(
                Topics.DECISIONS.name(), new DecisionClaims(decisions.deserializer(), handlings, publisher, telling));
        if (!incidentHandlings.isEmpty()) {
            Serde<Incident> serde = incidents.orElseThrow();
            sources.put(Topics.INCIDENTS.name(), new IncidentClaims(serde.deserializer(), incidentHandlings, telling));
        }
        return sources;
    }

    private Outcome example() {
        return new Outcome("", "", OutcomeStatus.SKIPPED, executor, Instant.EPOCH, Instant.EPOCH, null, null, Map.of());
    }

    private Consumer<byte[], byte[]> consumer() {
        Map<String, Object> settings = new HashMap<>(consumer);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, groupId);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        // Without a committed offset, nobody knows what was carried out.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private Map<String, Object> producerSettings() {
        Map<String, Object> settings = new HashMap<>(PRODUCER_DEFAULTS);
        settings.putAll(producer);
        settings.putAll(PRODUCER_FORCED);
        return settings;
    }
}
