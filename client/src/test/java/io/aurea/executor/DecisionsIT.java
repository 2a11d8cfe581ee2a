package io.aurea.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.local.KafkaServer;
import io.aurea.local.RegistryServer;
import io.aurea.local.ServerFiles;
import io.aurea.registry.RegistryClient;
import io.aurea.schema.Decision;
import io.aurea.schema.DecisionState;
import io.aurea.schema.Incident;
import io.aurea.schema.IncidentNews;
import io.aurea.schema.Outcome;
import io.aurea.schema.OutcomeStatus;
import io.aurea.topic.RecordKeys;
import io.aurea.topic.TopicAdmin;
import io.aurea.topic.TopicSerdes;
import io.aurea.topic.TopicSettings;
import io.aurea.topic.Topics;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** At most one execution and one outcome for each decision, on a real broker, whatever happens to the instances. */
@Timeout(180)
class DecisionsIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final AtomicInteger GROUPS = new AtomicInteger();

    private static KafkaServer kafka;
    private static RegistryServer registry;
    private static Map<String, Object> settings;
    private static TopicSerdes serdes;
    private static Producer<String, Decision> loop;

    private final Map<String, List<String>> runs = new ConcurrentHashMap<>();
    private final BlockingQueue<Outcome> answered = new LinkedBlockingQueue<>();
    private String group;

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        kafka = KafkaServer.start(ServerFiles.ofHome(), data.resolve("kafka"), 0);
        registry = RegistryServer.start(ServerFiles.ofHome(), data.resolve("registry"), 0);
        settings = Map.of("bootstrap.servers", kafka.bootstrapServers(), "schema.registry.url", registry.url());
        try (Admin admin = Admin.create(settings)) {
            new TopicAdmin(admin, new TopicSettings(Map.of()), LIMIT).createMissing();
        }
        serdes = new TopicSerdes(settings, RegistryClient.create(settings));
        loop = new KafkaProducer<>(
                settings, new StringSerializer(), serdes.value(Topics.DECISIONS).serializer());
    }

    @AfterAll
    static void stop() {
        loop.close();
        registry.close();
        kafka.close();
    }

    @BeforeEach
    void newGroup() {
        group = "group-" + GROUPS.incrementAndGet();
    }

    private Decision dispatch(String id) throws Exception {
        return write(id, DecisionState.DISPATCHED);
    }

    /** A tenant for each spreads the decisions over the partitions. */
    private Decision write(String id, DecisionState state) throws Exception {
        Decision decision = Dispatched.decision(id, "cart", state, Instant.now().plusSeconds(300));
        decision.setTenantId(group + "." + Math.floorMod(id.hashCode(), 16));
        loop.send(new ProducerRecord<>(Topics.DECISIONS.name(), RecordKeys.of(decision.getTenantId(), id), decision))
                .get();
        return decision;
    }

    private Decisions decisions(String instance, Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>(settings);
        all.putAll(more);
        return Decisions.subscribe(all, group)
                .executor(instance)
                .closeLimit(Duration.ofSeconds(10))
                .listener(new DecisionListener() {
                    @Override
                    public void answered(Decision decision, Outcome outcome) {
                        answered.add(outcome);
                    }
                })
                .handle(DecisionFilter.ALL.tenant(group + ".*"), decision -> {
                    runs.computeIfAbsent(decision.getDecisionId(), id -> new ArrayList<>())
                            .add(instance);
                    return Result.succeeded("done");
                });
    }

    private static Subscription ready(Subscription subscription) throws InterruptedException {
        assertThat(subscription.awaitReady(LIMIT)).isTrue();
        return subscription;
    }

    private void awaitAnswers(int number) throws InterruptedException {
        List<Outcome> got = new ArrayList<>();
        while (got.size() < number) {
            Outcome next = answered.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
            assertThat(next).as("outcome %d of %d", got.size() + 1, number).isNotNull();
            got.add(next);
        }
    }

    /** All outcomes of this test's decisions, from the topic. */
    private List<Outcome> outcomes() {
        List<Outcome> outcomes = new ArrayList<>();
        Serde<Outcome> serde = serdes.value(Topics.OUTCOMES);
        try (KafkaConsumer<String, Outcome> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), serde.deserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.OUTCOMES.name()).stream()
                    .map(p -> new TopicPartition(p.topic(), p.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                consumer.poll(Duration.ofMillis(200)).forEach(r -> {
                    if (r.value().getTenantId().startsWith(group + ".")) {
                        assertThat(r.key())
                                .isEqualTo(RecordKeys.of(
                                        r.value().getTenantId(), r.value().getDecisionId()));
                        outcomes.add(r.value());
                    }
                });
            }
        }
        return outcomes;
    }

    @Test
    void shouldRunWhatTheDocumentShows() throws Exception {
        BlockingQueue<String> done = new LinkedBlockingQueue<>();
        CountDownLatch stop = new CountDownLatch(1);
        Thread executor = new Thread(() -> {
            try {
                ExecutorExample.run(kafka.bootstrapServers(), registry.url(), done::add, done::add, stop);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        executor.start();
        // A new group does not take earlier records, so each is written until it is taken.
        int number = 0;
        while (done.isEmpty()) {
            Decision decision = Dispatched.decision(
                    "0-" + ++number,
                    "cart",
                    DecisionState.DISPATCHED,
                    Instant.now().plusSeconds(60));
            loop.send(new ProducerRecord<>(Topics.DECISIONS.name(), RecordKeys.of("shop", "0-" + number), decision))
                    .get();
            Thread.sleep(200);
        }
        Decision escalated = Dispatched.decision("0-1", "cart", DecisionState.ESCALATED, Instant.now());
        escalated.setDescription("cart fails");
        loop.send(new ProducerRecord<>(Topics.DECISIONS.name(), RecordKeys.of("shop", "0-1"), escalated))
                .get();
        String said = done.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
        while (said != null && said.equals("cart")) {
            said = done.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
        stop.countDown();
        executor.join();

        assertThat(said).isEqualTo("cart fails");
    }

    @Test
    void shouldNeverRunWhatAKilledInstanceHadClaimed() throws Exception {
        Process killed = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledExecutor.class.getName(),
                        kafka.bootstrapServers(),
                        registry.url(),
                        group)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader says = killed.inputReader()) {
            await(says, "ready");
            dispatch("1-1");
            await(says, "begun 1-1");
        } finally {
            killed.destroyForcibly().waitFor();
        }
        dispatch("1-2");

        try (Subscription next = decisions("next", Map.of()).start()) {
            awaitAnswers(1);
            ready(next);
        }
        assertThat(runs).containsOnlyKeys("1-2");
        assertThat(outcomes()).extracting(Outcome::getDecisionId).containsExactly("1-2");
    }

    /** The libraries print to stdout as well. */
    private static void await(BufferedReader says, String line) throws Exception {
        String said = says.readLine();
        while (said != null && !said.equals(line)) {
            said = says.readLine();
        }
        assertThat(said).as("what the process says").isEqualTo(line);
    }

    @Test
    void shouldGoOnBehindWhatWasClaimedAfterARestart() throws Exception {
        try (Subscription first = decisions("first", Map.of()).start()) {
            ready(first);
            dispatch("1-1");
            awaitAnswers(1);
        }
        dispatch("1-2");
        write("1-3", DecisionState.AWAITING_APPROVAL);
        // The same decision once more, as by an app that starts over.
        dispatch("1-1");
        try (Subscription second = decisions("second", Map.of()).start()) {
            ready(second);
            dispatch("1-4");
            awaitAnswers(2);
        }
        assertThat(runs).isEqualTo(Map.of("1-1", List.of("first"), "1-2", List.of("second"), "1-4", List.of("second")));
        assertThat(outcomes()).extracting(Outcome::getDecisionId).containsExactlyInAnyOrder("1-1", "1-2", "1-4");
    }

    @Test
    void shouldPassOnWhatHappensToIncidentsFromThenOnAndOnce() throws Exception {
        open("4-1");
        shouldGoOnBehindWhatWasClaimedAfterARestart();
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        for (String id : List.of("4-2", "4-3")) {
            IncidentHandler tell = (news, incident) -> Result.succeeded("told: " + told.add(incident.getIncidentId()));
            Decisions both = decisions("both", Map.of()).tell(IncidentNews.INCIDENT_OPENED, IncidentFilter.ALL, tell);
            try (Subscription subscription = both.start()) {
                ready(subscription);
                open(id);
                assertThat(told.poll(LIMIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(id);
            }
        }
        assertThat(told).isEmpty();
    }

    private static void open(String id) throws Exception {
        Incident incident = IncidentNewsTest.incident(id, 1, IncidentNews.INCIDENT_OPENED);
        try (Producer<String, Incident> producer = new KafkaProducer<>(
                settings, new StringSerializer(), serdes.value(Topics.INCIDENTS).serializer())) {
            producer.send(new ProducerRecord<>(Topics.INCIDENTS.name(), "shop/" + id, incident))
                    .get();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void shouldRunEachOnceWhileInstancesComeAndGo(String protocol) throws Exception {
        Map<String, Object> more = Map.of("group.protocol", protocol);
        int number = 240;
        Subscription steady = decisions("steady", more).maxInFlight(2).start();
        Subscription other = null;
        try {
            ready(steady);
            for (int n = 0; n < number; n++) {
                if (n % 40 == 20) {
                    other = decisions("other-" + n, more).start();
                } else if (n % 40 == 35) {
                    other.close();
                }
                dispatch("2-" + n);
                Thread.sleep(20);
            }
            awaitAnswers(number);
        } finally {
            steady.close();
            if (other != null) {
                other.close();
            }
        }
        String[] all = IntStream.range(0, number).mapToObj(n -> "2-" + n).toArray(String[]::new);
        assertThat(runs).containsOnlyKeys(all);
        assertThat(runs.values()).allMatch(by -> by.size() == 1);
        assertThat(outcomes())
                .hasSize(number)
                .allMatch(o -> o.getStatus() == OutcomeStatus.SUCCEEDED)
                .extracting(Outcome::getDecisionId)
                .containsExactlyInAnyOrder(all);
    }

    /** Blocks after a poll that returned a decision, until it is released. */
    private static final class Stalling extends KafkaConsumer<byte[], byte[]> {
        private final CountDownLatch stalled;
        private final CountDownLatch goOn;

        Stalling(Map<String, Object> settings, CountDownLatch stalled, CountDownLatch goOn) {
            super(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
            this.stalled = stalled;
            this.goOn = goOn;
        }

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            ConsumerRecords<byte[], byte[]> records = super.poll(timeout);
            if (!records.isEmpty() && goOn.getCount() > 0) {
                stalled.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            return records;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void shouldNotRunWhatWasGivenToAnotherBetweenPollAndClaim(String protocol) throws Exception {
        Map<String, Object> impatient = new HashMap<>(settings);
        impatient.putAll(Map.of(
                "group.id",
                group,
                "group.protocol",
                protocol,
                "max.poll.interval.ms",
                3_000,
                "enable.auto.commit",
                false,
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "latest"));
        CountDownLatch stalled = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Serde<Outcome> serde = serdes.value(Topics.OUTCOMES);
        try (Subscription slow = decisions("slow", Map.of())
                .start(
                        () -> new Stalling(impatient, stalled, goOn),
                        new KafkaProducer<>(settings, new StringSerializer(), serde.serializer()),
                        Clock.systemUTC())) {
            ready(slow);
            dispatch("3-1");
            assertThat(stalled.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            try (Subscription quick =
                    decisions("quick", Map.of("group.protocol", protocol)).start()) {
                awaitAnswers(1);
                assertThat(runs).isEqualTo(Map.of("3-1", List.of("quick")));
                goOn.countDown();
                ready(quick);
                for (int n = 2; n <= 20; n++) {
                    dispatch("3-" + n);
                }
                awaitAnswers(19);
            }
        } finally {
            goOn.countDown();
        }
        assertThat(runs).hasSize(20);
        assertThat(runs.values()).allMatch(by -> by.size() == 1);
        assertThat(runs.get("3-1")).containsExactly("quick");
        assertThat(outcomes()).hasSize(20);
    }
}
