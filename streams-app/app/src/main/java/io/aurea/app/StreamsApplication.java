package io.aurea.app;

import io.aurea.clock.Ticker;
import io.aurea.clock.Ticks;
import io.aurea.registry.RegistryClient;
import io.aurea.schema.Observation;
import io.aurea.status.Database;
import io.aurea.status.HttpSettings;
import io.aurea.status.Listener;
import io.aurea.status.StatusServer;
import io.aurea.topic.BrokerAnswers;
import io.aurea.topic.RecordKeys;
import io.aurea.topic.TopicSerdes;
import io.aurea.topic.Topics;
import io.aurea.topology.AureaTopology;
import io.aurea.topology.ExpiryWatch;
import io.aurea.topology.ObserveProgress;
import io.aurea.topology.OrientProgress;
import io.aurea.topology.UnreadRecords;
import io.aurea.work.TimedBudget;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.StreamsConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The streams app: the topology, the ticker on the wall clock, and the API.
 *
 * <p>The topics must exist. Started once, closed once; both are thread-safe.
 */
public final class StreamsApplication implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamsApplication.class);
    /** How long the brokers may take to describe the topics, unless said otherwise. */
    public static final Duration START_LIMIT = Duration.ofSeconds(30);

    private final AppSettings settings;
    private final Producer<String, Observation> observations;
    private final KafkaStreams streams;
    private final ThreadFailures failures;
    private final ObserveProgress observed = new ObserveProgress();
    private final OrientProgress oriented = new OrientProgress();
    private final Listener listener;
    private final StatusServer status;
    private final CountDownLatch running = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final UnreadRecords unread;
    private final ExpiryWatch expiry;
    private Ticker ticker;

    /** With {@link #START_LIMIT}. */
    public StreamsApplication(AppSettings settings, HttpSettings http, Optional<Database> database) {
        this(settings, http, database, START_LIMIT);
    }

    /**
     * Opens everything, or nothing.
     *
     * @param database for searching the brain; empty without one
     * @param limit how long the brokers may take to describe the topics
     * @throws KafkaException when the brokers do not answer or the topics are missing
     * @throws IllegalStateException when the API's port is taken
     */
    public StreamsApplication(AppSettings settings, HttpSettings http, Optional<Database> database, Duration limit) {
        this.settings = settings;
        this.listener = Listener.open(http);
        Deque<AutoCloseable> opened = new ArrayDeque<>(List.of(listener));
        try {
            RegistryClient registry = RegistryClient.create(settings.serdes());
            TopicSerdes serdes = new TopicSerdes(settings.serdes(), registry);
            int observationPartitions = partitionsOf(Topics.OBSERVATIONS.name(), limit);
            int loopPartitions = partitionsOf(Topics.LOOP.name(), limit);
            AureaTopology topology = new AureaTopology(
                    settings.cycles(),
                    settings.recordMaxBytes(),
                    observationPartitions,
                    serdes,
                    observed,
                    oriented,
                    new PublishedStatuses(settings.kafka(), serdes),
                    TimedBudget.perThread(System::nanoTime, settings.transactionTimeout()));
            this.unread = topology.unread();
            Map<String, Object> streamsSettings = settings.streams();
            streamsSettings.put(StreamsConfig.APPLICATION_SERVER_CONFIG, listener.server());
            StreamsConfig config = new StreamsConfig(streamsSettings);
            this.streams = new KafkaStreams(topology.build(), config);
            opened.push(streams);
            int threads = config.getInt(StreamsConfig.NUM_STREAM_THREADS_CONFIG);
            this.failures = new ThreadFailures(threads, System::nanoTime);
            opened.push(failures::close);
            this.streams.setUncaughtExceptionHandler(failures);
            this.streams.setStateListener((now, before) -> onState(now));
            this.observations = new KafkaProducer<>(
                    producerSettings(),
                    serdes.key().serializer(),
                    serdes.value(Topics.OBSERVATIONS).serializer());
            opened.push(observations);
            this.status = StatusServer.of(
                    listener, streams, loopPartitions, observed, oriented, unread, settings.kafka(), serdes, database);
            opened.push(status);
            this.expiry = new ExpiryWatch(
                    unread, Admin.create(settings.kafka().admin("expiry", Map.of())), settings.applicationId());
        } catch (RuntimeException | Error failed) {
            opened.forEach(part -> closeAfter(part, failed));
            throw failed;
        }
    }

    private static void closeAfter(AutoCloseable part, Throwable failed) {
        try {
            part.close();
        } catch (Exception alsoFailed) {
            failed.addSuppressed(alsoFailed);
        }
    }

    /** Starts everything; returns at once. */
    public synchronized void start() {
        status.start();
        streams.start();
        expiry.start();
        if (settings.wallClock()) {
            ticker = new Ticker(
                    new Ticks(observations),
                    () -> observed.partitions().keySet(),
                    Clock.systemUTC(),
                    Duration.ofMillis(settings.tickIntervalMs()));
        }
    }

    /** Whether the topology is running within this time. */
    public boolean awaitRunning(Duration timeout) throws InterruptedException {
        return running.await(timeout.toMillis(), TimeUnit.MILLISECONDS) && streams.state() != State.ERROR;
    }

    /** What Kafka Streams does now, in its own words. */
    public String state() {
        return streams.state().name();
    }

    /** Why the app ended, for a person; empty while it runs, and when it was closed. */
    public Optional<String> failure() {
        return failures.fatal();
    }

    /** Waits for the topology to end, by {@link #close} or by a fatal error. */
    public boolean awaitStopped(Duration timeout) throws InterruptedException {
        return stopped.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The API's address on this machine. */
    public String httpUrl() {
        return status.url();
    }

    /** Observe's progress on this instance's partitions. */
    public ObserveProgress observed() {
        return observed;
    }

    /** What this instance could not read any more. */
    public UnreadRecords unread() {
        return unread;
    }

    /** Publishes one of the app's own observations; the producer logs failures. */
    public void publish(Observation observation) {
        observations.send(new ProducerRecord<>(
                Topics.OBSERVATIONS.name(),
                RecordKeys.of(observation.getTenantId(), observation.getSource()),
                observation));
    }

    /** Metrics of Kafka Streams, its clients, and the producer of observations. */
    public Map<MetricName, Metric> metrics() {
        Map<MetricName, Metric> all = new HashMap<>(streams.metrics());
        all.putAll(observations.metrics());
        return all;
    }

    @Override
    public synchronized void close() {
        if (ticker != null) {
            ticker.close();
        }
        failures.close();
        expiry.close();
        if (!streams.close(Duration.ofSeconds(5))) {
            LOG.warn("Kafka Streams did not stop within 5 s; uncommitted work is repeated after the next start");
        }
        observations.close(Duration.ofSeconds(1));
        status.close();
        listener.close();
    }

    private void onState(State now) {
        if (now == State.RUNNING) {
            running.countDown();
        } else if (now == State.ERROR || now == State.NOT_RUNNING) {
            stopped.countDown();
            running.countDown();
        }
    }

    private Map<String, Object> producerSettings() {
        return settings.kafka()
                .producer(
                        "observations",
                        Map.of(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4", ProducerConfig.LINGER_MS_CONFIG, 20),
                        // Late ticks and self-observations are worthless: drop and log them instead of blocking their
                        // threads.
                        Map.of(
                                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                                1_000,
                                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                                5_000,
                                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                                10_000));
    }

    private int partitionsOf(String topic, Duration limit) {
        try (Admin admin = Admin.create(settings.kafka()
                .admin(
                        "start",
                        Map.of(
                                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                                Math.max(1, (int) limit.toMillis() / 2),
                                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                                (int) limit.toMillis())))) {
            return new BrokerAnswers(limit)
                    .await(admin.describeTopics(List.of(topic)).allTopicNames())
                    .get(topic)
                    .partitions()
                    .size();
        } catch (UnknownTopicOrPartitionException e) {
            throw new KafkaException(
                    "topic " + topic + " does not exist on " + settings.getList(AppSettings.BOOTSTRAP_SERVERS_CONFIG));
        } catch (TimeoutException e) {
            throw new KafkaException(settings.getList(AppSettings.BOOTSTRAP_SERVERS_CONFIG) + ": " + e.getMessage(), e);
        }
    }
}
