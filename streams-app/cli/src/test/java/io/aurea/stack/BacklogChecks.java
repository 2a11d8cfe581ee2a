package io.aurea.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.app.AppSettings;
import io.aurea.app.StreamsApplication;
import io.aurea.cycle.CycleSettings;
import io.aurea.fixture.ObserveLog;
import io.aurea.fixture.Observed;
import io.aurea.fixture.TopicLog;
import io.aurea.registry.RegistryClient;
import io.aurea.schema.Observation;
import io.aurea.status.HttpSettings;
import io.aurea.topic.RecordKeys;
import io.aurea.topic.TopicAdmin;
import io.aurea.topic.TopicSerdes;
import io.aurea.topic.TopicSettings;
import io.aurea.topic.Topics;
import io.aurea.window.PartitionWindows;
import io.aurea.window.Tally;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An hour's backlog on uneven partitions. The pure core says which records are late: exactly those that would have been
 * late live, partition by partition.
 */
abstract class BacklogChecks {
    private static final long START_MS = 1_700_000_000_000L / 10_000 * 10_000;
    private static final long HOUR_MS = 3_600_000;
    private static final int PARTITIONS = 4;
    private static final Duration LIMIT = Duration.ofSeconds(120);

    @TempDir
    private Path folder;

    private String registry;

    /** Starts an empty registry, which runs until the test is over. */
    abstract String startRegistry() throws Exception;

    /** Starts an empty broker. */
    abstract Broker startBroker(String name) throws Exception;

    record Broker(String bootstrapServers, Runnable stop) implements AutoCloseable {
        @Override
        public void close() {
            stop.run();
        }
    }

    /** The results to compare. */
    private record Left(
            Map<Integer, Tally> tallies, Map<Integer, List<String>> trends, Map<Integer, List<String>> cycles) {}

    @Test
    void shouldFindLateOnlyWhatWouldHaveBeenLateLiveInOneGoAndWithARestart() throws Exception {
        registry = startRegistry();
        Left inOneGo;
        try (Broker kafka = startBroker("one")) {
            writeBacklog(kafka);
            try (StreamsApplication app = start(kafka)) {
                awaitRead(app, total(kafka));
                awaitOrient(kafka);
                inOneGo = left(app, kafka);
            }
            assertThat(inOneGo.tallies()).isEqualTo(expected(kafka));
            assertThat(inOneGo.tallies().values()).allMatch(t -> t.late() > 0);
        }
        try (Broker kafka = startBroker("two")) {
            writeBacklog(kafka);
            long total = total(kafka);
            long midway;
            try (StreamsApplication app = start(kafka)) {
                awaitRead(app, total / 10);
                midway = app.observed().tally().read();
            }
            assertThat(midway).as("stopped in the middle").isLessThan(total);
            try (StreamsApplication app = start(kafka)) {
                awaitRead(app, total);
                awaitOrient(kafka);
                Left restarted = left(app, kafka);
                assertThat(restarted.tallies()).isEqualTo(inOneGo.tallies());
                assertThat(restarted.trends()).isEqualTo(inOneGo.trends());
                assertThat(restarted.cycles()).isEqualTo(inOneGo.cycles());
            }
        }
    }

    /** Partition 0 has thirty times the records of partition 3, so that partitions run far ahead of each other. */
    private void writeBacklog(Broker kafka) throws Exception {
        Map<String, Object> settings = settings(kafka);
        TopicSerdes serdes = new TopicSerdes(settings, RegistryClient.create(settings));
        try (Admin admin = Admin.create(settings)) {
            new TopicAdmin(admin, new TopicSettings(Map.of()), Duration.ofSeconds(30)).createMissing();
        }
        Random random = new Random(7);
        Queue<Exception> failures = new ConcurrentLinkedQueue<>();
        Callback noted = (metadata, failure) -> {
            if (failure != null) {
                failures.add(failure);
            }
        };
        int[] perPartition = {150_000, 50_000, 15_000, 5_000};
        try (KafkaProducer<String, Observation> producer = new KafkaProducer<>(
                settings,
                new StringSerializer(),
                serdes.value(Topics.OBSERVATIONS).serializer())) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                int count = perPartition[partition];
                for (int i = 0; i < count; i++) {
                    long at = START_MS + HOUR_MS * i / count - disorder(random);
                    Observation o = Observed.metric(
                            "tenant-" + random.nextInt(3), "source-" + partition, "m" + random.nextInt(5), at, i);
                    producer.send(
                            new ProducerRecord<>(
                                    Topics.OBSERVATIONS.name(),
                                    partition,
                                    RecordKeys.of(o.getTenantId(), o.getSource()),
                                    o),
                            noted);
                }
                producer.send(
                        new ProducerRecord<>(
                                Topics.OBSERVATIONS.name(),
                                partition,
                                RecordKeys.NOBODY,
                                Observed.tick(START_MS + HOUR_MS + 12_000)),
                        noted);
            }
        }
        assertThat(failures).isEmpty();
    }

    /** Mostly within grace; occasionally by half a minute, which is late. */
    private static long disorder(Random random) {
        return random.nextInt(200) == 0 ? 30_000 : random.nextInt(1_500);
    }

    private StreamsApplication start(Broker kafka) {
        Map<String, Object> settings = settings(kafka);
        StreamsApplication app =
                new StreamsApplication(new AppSettings(settings), new HttpSettings(settings), Optional.empty());
        app.start();
        return app;
    }

    private Map<String, Object> settings(Broker kafka) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", kafka.bootstrapServers());
        settings.put("schema.registry.url", registry);
        settings.put("clock", "data");
        settings.put("http.port", 0);
        settings.put(
                "state.dir",
                folder.resolve("state-" + kafka.bootstrapServers().replace(':', '-'))
                        .toString());
        return settings;
    }

    private static void awaitRead(StreamsApplication app, long count) {
        Awaitility.await("observe has read " + count)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> app.observed().tally().read() >= count);
    }

    /** Every tenant has a cycle for every window of the hour, and nothing follows. */
    private static void awaitOrient(Broker kafka) {
        long windows = HOUR_MS / 10_000;
        Awaitility.await("all cycles").atMost(LIMIT).until(() -> {
            Map<String, Integer> cycles = new HashMap<>();
            TopicLog.read(kafka.bootstrapServers(), Topics.CYCLES.name())
                    .forEach(r -> cycles.merge(RecordKeys.tenantOf(r.key()), 1, Integer::sum));
            return cycles.size() == 3 && cycles.values().stream().allMatch(n -> n >= windows);
        });
    }

    private static Left left(StreamsApplication app, Broker kafka) {
        Map<Integer, Tally> tallies = new TreeMap<>();
        app.observed().partitions().forEach((number, p) -> tallies.put(number, p.tally()));
        return new Left(
                tallies,
                TopicLog.bodies(kafka.bootstrapServers(), Topics.TRENDS.name()),
                TopicLog.bodies(kafka.bootstrapServers(), Topics.CYCLES.name()));
    }

    private static long total(Broker kafka) {
        return TopicLog.read(kafka.bootstrapServers(), Topics.OBSERVATIONS.name())
                .size();
    }

    /** The core's tally for each partition's log when read alone, as it would have been live. */
    private Map<Integer, Tally> expected(Broker kafka) {
        Map<String, Object> settings = settings(kafka);
        Deserializer<Observation> deserializer = new TopicSerdes(settings, RegistryClient.create(settings))
                .value(Topics.OBSERVATIONS)
                .deserializer();
        List<PartitionWindows> windows = new ArrayList<>();
        for (int p = 0; p < PARTITIONS; p++) {
            CycleSettings cycles = new AppSettings(settings).cycles();
            windows.add(new PartitionWindows(cycles.window(), cycles.model()));
        }
        ObserveLog ignored = new ObserveLog();
        for (ConsumerRecord<String, byte[]> r : TopicLog.read(kafka.bootstrapServers(), Topics.OBSERVATIONS.name())) {
            Observation o = deserializer.deserialize(r.topic(), r.value());
            windows.get(r.partition()).accept(r.key().getBytes(UTF_8), o, r.timestamp(), ignored);
        }
        Map<Integer, Tally> tallies = new TreeMap<>();
        for (int p = 0; p < PARTITIONS; p++) {
            tallies.put(p, windows.get(p).tally());
        }
        return tallies;
    }
}
