package io.aurea.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.app.AppSettings;
import io.aurea.app.StreamsApplication;
import io.aurea.fixture.AppProcess;
import io.aurea.fixture.Observed;
import io.aurea.fixture.Slow;
import io.aurea.fixture.TopicLog;
import io.aurea.local.KafkaServer;
import io.aurea.local.RegistryServer;
import io.aurea.local.ServerFiles;
import io.aurea.registry.RegistryClient;
import io.aurea.schema.LoopEvent;
import io.aurea.schema.Observation;
import io.aurea.schema.Trend;
import io.aurea.status.HttpSettings;
import io.aurea.topic.RecordKeys;
import io.aurea.topic.TopicAdmin;
import io.aurea.topic.TopicSerdes;
import io.aurea.topic.TopicSettings;
import io.aurea.topic.Topics;
import io.aurea.window.Tally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL for the app, twenty times under load, at any moment between commits or within one: afterwards every window of
 * every series holds exactly what was sent, in {@code aurea.loop} and in {@code aurea.trends}.
 */
@Slow
class CrashIT {
    private static final int KILLS = 20;
    private static final String LATE = "late";
    private static final int COMMIT_INTERVAL_MS = 50;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @Test
    void shouldCountExactlyThroughTwentyKillsInTheMiddleOfItsWork() throws Exception {
        ServerFiles files = ServerFiles.ofHome();
        try (KafkaServer kafka = KafkaServer.start(files, folder, 0);
                RegistryServer registry = RegistryServer.start(files, folder, 0);
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            Map<String, Object> settings = settings(kafka, registry);
            new TopicAdmin(admin, new TopicSettings(Map.of()), LIMIT).createMissing();
            TopicSerdes serdes = new TopicSerdes(settings, RegistryClient.create(settings));
            Load load = new Load(
                    kafka.bootstrapServers(), serdes.value(Topics.OBSERVATIONS).serializer());
            load.start();
            Random random = new Random(20);
            for (int kill = 0; kill < KILLS; kill++) {
                killInTheMiddle(settings, admin, random.nextInt(4 * COMMIT_INTERVAL_MS));
            }
            load.end();

            try (StreamsApplication app =
                    new StreamsApplication(new AppSettings(settings), new HttpSettings(settings), Optional.empty())) {
                app.start();
                Awaitility.await("observe has read everything")
                        .atMost(LIMIT)
                        .until(() -> app.observed().tally().read() >= load.sent());
                Awaitility.await("orient has passed every trend on")
                        .atMost(LIMIT)
                        .pollInterval(Duration.ofMillis(500))
                        .until(() -> ofTrends(kafka, serdes).size() >= load.windowed.size());
                assertThat(app.observed().tally())
                        .isEqualTo(new Tally(
                                load.sent(),
                                load.sent() - load.late - load.broken - Load.TICKS,
                                load.late,
                                load.broken,
                                Load.TICKS));
            }
            assertThat(load.late).isPositive();
            assertThat(load.broken).isPositive();
            Map<String, Long> loop = ofLoop(kafka, serdes);
            assertThat(loop.remove(LATE)).isEqualTo(load.late);
            assertThat(differences(loop, load.windowed)).isEmpty();
            assertThat(differences(ofTrends(kafka, serdes), load.windowed)).isEmpty();
            assertThat(TopicLog.read(kafka.bootstrapServers(), Topics.DEAD_LETTERS.name()))
                    .hasSize(load.late + load.broken);
        }
    }

    private Map<String, Object> settings(KafkaServer kafka, RegistryServer registry) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", kafka.bootstrapServers());
        settings.put("schema.registry.url", registry.url());
        settings.put("clock", "data");
        settings.put("http.port", 0);
        settings.put("state.dir", folder.resolve("state").toString());
        settings.put("commit.interval.ms", COMMIT_INTERVAL_MS);
        // A static member rejoins at once.
        settings.put("group.instance.id", "crash");
        return settings;
    }

    /** Lets the app run until it has committed more than its predecessor, and a little longer. */
    private void killInTheMiddle(Map<String, Object> settings, Admin admin, int laterMs) throws Exception {
        long before = committed(admin);
        try (AppProcess app = AppProcess.start(
                List.of("--config", configOf(settings).toString()), Map.of(), folder.resolve("state"))) {
            Awaitility.await("the app commits")
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> {
                        app.process().requireAlive();
                        return committed(admin) > before;
                    });
            TimeUnit.MILLISECONDS.sleep(laterMs);
            app.process().requireAlive();
        }
    }

    private Path configOf(Map<String, Object> settings) throws IOException {
        Properties config = new Properties();
        settings.forEach((key, value) -> config.setProperty(key, value.toString()));
        Path file = folder.resolve("app.properties");
        try (var out = Files.newOutputStream(file)) {
            config.store(out, null);
        }
        return file;
    }

    /** Observations that the app has committed. */
    private static long committed(Admin admin) throws ExecutionException, InterruptedException {
        return admin
                .listConsumerGroupOffsets(AppSettings.APPLICATION_ID_DEFAULT)
                .partitionsToOffsetAndMetadata()
                .get()
                .entrySet()
                .stream()
                .filter(offset -> offset.getKey().topic().equals(Topics.OBSERVATIONS.name()))
                .mapToLong(offset -> offset.getValue().offset())
                .sum();
    }

    /** Counts in the windows, and under {@link #LATE} everything reported late. */
    private static Map<String, Long> ofLoop(KafkaServer kafka, TopicSerdes serdes) {
        Map<String, Long> counts = new HashMap<>();
        Deserializer<LoopEvent> events = serdes.value(Topics.LOOP).deserializer();
        for (ConsumerRecord<String, byte[]> r : TopicLog.read(kafka.bootstrapServers(), Topics.LOOP.name())) {
            if (events.deserialize(r.topic(), r.value()).getEvent() instanceof Trend trend) {
                if (trend.getName().isEmpty()) {
                    counts.merge(LATE, trend.getCount(), Long::sum);
                } else {
                    add(counts, trend);
                }
            }
        }
        return counts;
    }

    private static Map<String, Long> ofTrends(KafkaServer kafka, TopicSerdes serdes) {
        Map<String, Long> counts = new HashMap<>();
        Deserializer<Trend> trends = serdes.value(Topics.TRENDS).deserializer();
        TopicLog.read(kafka.bootstrapServers(), Topics.TRENDS.name())
                .forEach(r -> add(counts, trends.deserialize(r.topic(), r.value())));
        return counts;
    }

    /** Only the windows whose counts differ, as (counted, sent): half a million that agree would hide them. */
    private static Map<String, List<Long>> differences(Map<String, Long> counted, Map<String, Long> sent) {
        Map<String, List<Long>> differences = new TreeMap<>();
        Stream.of(counted, sent).flatMap(counts -> counts.keySet().stream()).forEach(window -> {
            long here = counted.getOrDefault(window, 0L);
            long there = sent.getOrDefault(window, 0L);
            if (here != there) {
                differences.put(window, List.of(here, there));
            }
        });
        return differences;
    }

    private static void add(Map<String, Long> counts, Trend trend) {
        String window = Load.windowOf(
                trend.getTenantId() + '/' + trend.getSource(),
                trend.getName(),
                trend.getWindowStart().toEpochMilli());
        assertThat(counts.put(window, trend.getCount()))
                .as("a window comes once: " + window)
                .isNull();
    }

    /** The load while the app is killed: event time runs fast, so that many windows close. */
    private static final class Load extends Thread {
        static final int TICKS = 4;
        private static final long START_MS = 1_700_000_000_000L / 10_000 * 10_000;
        private static final int STEP_MS = 4;
        private static final int BATCH = 50;
        private static final long PAUSE_NANOS = 5_000_000;
        private static final int LATE_EVERY = 997;
        private static final int BROKEN_EVERY = 1_499;

        private final Map<String, Long> windowed = new HashMap<>();
        private final Producer<byte[], byte[]> producer;
        private final Serializer<Observation> serializer;
        private final Random random = new Random(7);
        private int late;
        private int broken;
        private long now = START_MS;
        private volatile long count;
        private volatile boolean ended;

        Load(String bootstrapServers, Serializer<Observation> serializer) {
            super("load");
            this.serializer = serializer;
            this.producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 5),
                    new ByteArraySerializer(),
                    new ByteArraySerializer());
        }

        static String windowOf(String key, String name, long startMs) {
            return key + '/' + name + '@' + startMs;
        }

        long sent() {
            return count;
        }

        @Override
        public void run() {
            while (!ended) {
                for (int i = 0; i < BATCH; i++) {
                    sendNext();
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }

        private void sendNext() {
            String source = "source-" + random.nextInt(8);
            String tenant = "tenant-" + random.nextInt(3);
            String name = "m" + random.nextInt(10);
            now += STEP_MS;
            long at = now - random.nextInt(1_500);
            if (count > 50_000 && count % LATE_EVERY == 0) {
                late++;
                at = START_MS;
            } else if (count % BROKEN_EVERY == BROKEN_EVERY - 1) {
                broken++;
                send(RecordKeys.of(tenant, source), "no avro".getBytes(UTF_8));
                return;
            } else {
                windowed.merge(
                        windowOf(RecordKeys.of(tenant, source), name, Math.floorDiv(at, 10_000) * 10_000),
                        1L,
                        Long::sum);
            }
            send(
                    RecordKeys.of(tenant, source),
                    serializer.serialize(
                            Topics.OBSERVATIONS.name(),
                            Observed.metric(tenant, source, name, at, random.nextInt(100))));
        }

        private void send(String key, byte[] value) {
            producer.send(new ProducerRecord<>(Topics.OBSERVATIONS.name(), key.getBytes(UTF_8), value));
            count++;
        }

        /** Stops and closes every window. */
        void end() throws Exception {
            ended = true;
            join();
            byte[] tick = serializer.serialize(Topics.OBSERVATIONS.name(), Observed.tick(now + 20_000));
            for (int partition = 0; partition < TICKS; partition++) {
                producer.send(new ProducerRecord<>(Topics.OBSERVATIONS.name(), partition, null, tick))
                        .get();
                count++;
            }
            producer.close();
        }
    }
}
