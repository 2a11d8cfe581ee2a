package io.aurea.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.aurea.connector.ConnectClient.ConnectorChange;
import io.aurea.local.LocalSettings;
import io.aurea.local.LocalStack;
import io.aurea.local.ServerEndpoints;
import io.aurea.migration.Migrations;
import io.aurea.registry.RegistryClient;
import io.aurea.schema.CycleMetrics;
import io.aurea.serde.AvroSerializer;
import io.aurea.sink.Database;
import io.aurea.topic.TopicAdmin;
import io.aurea.topic.TopicSettings;
import io.aurea.topic.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The plugin as packaged, in a real worker in New York, between a real broker, registry and PostgreSQL. One stack's
 * life, in order: starting it takes most of the time.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConnectIT {

    private static final String NAME = ShippedConnector.POSTGRES_SINK.connectorName();
    private static final Path PLUGINS = Path.of("target", "plugin");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Instant NOON = Instant.parse("2026-07-01T12:00:00Z");
    private static final int BACKLOG = 40_000;

    @TempDir
    static Path data;

    private static LocalStack stack;
    private static ServerEndpoints endpoints;
    private static Database database;
    private static ConnectClient client;
    private static AvroSerializer<CycleMetrics> serializer;
    private static KafkaProducer<String, byte[]> producer;

    @BeforeAll
    static void start() throws SQLException {
        stack = LocalStack.start(
                LocalSettings.in(data)
                        .withPlugins(PLUGINS)
                        .withConnectJvmArguments(List.of("-Duser.timezone=America/New_York"))
                        .withConnectEnvironment(Map.of(
                                "AUREA_JDBC_WRITER_USER",
                                Migrations.WRITER_ROLE,
                                "AUREA_JDBC_WRITER_PASSWORD",
                                Database.WRITER_PASSWORD)),
                step -> {});
        endpoints = stack.endpoints();
        database = new Database(stack.postgres());
        countWrites();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", endpoints.bootstrapServers()))) {
            new TopicAdmin(admin, new TopicSettings(Map.of()), PATIENCE).createMissing();
        }
        client = new ConnectClient(
                new ConnectConfig(Map.of(ConnectConfig.URL_CONFIG, endpoints.connectUrl())).endpoint(), PATIENCE);
        serializer = new AvroSerializer<>(
                RegistryClient.create(Map.of("schema.registry.url", endpoints.schemaRegistryUrl())));
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", endpoints.bootstrapServers(), "transactional.id", "test"),
                new StringSerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
    }

    @AfterAll
    static void stop() {
        if (producer != null) {
            producer.close(Duration.ZERO);
        }
        if (stack != null) {
            stack.close();
        }
    }

    /** Rows are upserted, so their number would not show a row stored twice. */
    private static void countWrites() throws SQLException {
        database.execute("""
                CREATE TABLE writes (cycle_number bigint);
                CREATE FUNCTION count_write() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
                    $$ BEGIN INSERT INTO writes VALUES (NEW.cycle_number); RETURN NULL; END $$;
                CREATE TRIGGER count_write AFTER INSERT OR UPDATE ON aurea_cycle_metrics
                    FOR EACH ROW EXECUTE FUNCTION count_write()""");
    }

    @Test
    @Order(1)
    void shouldNameTheLicenceOfEveryLibraryInThePlugin() throws IOException {
        Path plugin = PLUGINS.resolve(NAME);
        List<String> named = Files.readAllLines(plugin.resolve("THIRD-PARTY.txt")).stream()
                .skip(2)
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
        List<String> packaged = new ArrayList<>();
        try (Stream<Path> files = Files.list(plugin)) {
            files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".jar") && !file.startsWith("aurea-"))
                    .map(file -> file.replaceFirst("-[0-9].*", ""))
                    .forEach(packaged::add);
        }

        assertThat(named).containsExactlyInAnyOrderElementsOf(packaged);
    }

    @Test
    @Order(2)
    void shouldStoreRecordsAndDeadLetterThoseThatCannotBe() throws SQLException {
        producer.beginTransaction();
        send(cycle(1));
        CycleMetrics impossible = cycle(2);
        impossible.setAutonomyLevel(33);
        send(impossible);
        producer.send(new ProducerRecord<>(
                Topics.CYCLES.name(), "shop/3", "{\"cycle_number\": 3}".getBytes(StandardCharsets.UTF_8)));
        producer.commitTransaction();
        producer.beginTransaction();
        send(cycle(4));
        producer.flush();
        producer.abortTransaction();
        producer.beginTransaction();
        send(cycle(5));
        producer.commitTransaction();

        assertThat(client.apply(NAME, ShippedConnector.POSTGRES_SINK.config()).change())
                .isEqualTo(ConnectorChange.CREATED);
        client.awaitRunning(NAME, PATIENCE);
        await().atMost(PATIENCE)
                .until(() -> database.query("SELECT cycle_number FROM aurea_cycle_metrics"), rows -> rows.size() == 2);
        List<ConsumerRecord<String, byte[]>> letters = deadLetters(2);

        assertThat(database.query(
                        "SELECT cycle_number, extract(epoch FROM timestamp)::bigint, health_components->>'errors'"
                                + " FROM aurea_cycle_metrics ORDER BY cycle_number"))
                .containsExactly("1|" + NOON.getEpochSecond() + "|99.5", "5|" + NOON.getEpochSecond() + "|99.5");
        assertThat(letters).extracting(ConsumerRecord::key).containsExactlyInAnyOrder("shop/2", "shop/3");
        assertThat(letters).anySatisfy(letter -> assertThat(reason(letter)).contains("autonomy_level_check", "23514"));
        assertThat(letters).anySatisfy(letter -> assertThat(reason(letter)).contains("begins with byte 0"));
    }

    @Test
    @Order(3)
    void shouldLeaveAConnectorAloneThatIsAsWanted() {
        Map<String, String> changed = new HashMap<>(ShippedConnector.POSTGRES_SINK.config());
        changed.put("batch.size", "400");

        assertThat(client.apply(NAME, ShippedConnector.POSTGRES_SINK.config()).change())
                .isEqualTo(ConnectorChange.UNCHANGED);
        assertThat(client.apply(NAME, changed))
                .isEqualTo(new ConnectClient.Applied(ConnectorChange.UPDATED, Set.of("batch.size")));
        changed.put("tables.cycles.key", "");
        assertThatThrownBy(() -> client.apply(NAME, changed))
                .isInstanceOf(ConnectClientException.class)
                .hasMessageContainingAll(endpoints.connectUrl(), "400", "tables.cycles.key");
        client.awaitRunning(NAME, PATIENCE);
    }

    @Test
    @Order(4)
    void shouldStoreEachRecordOnceAlthoughTheWorkerIsKilled() throws SQLException {
        database.execute("TRUNCATE writes");
        producer.beginTransaction();
        for (int number = 101; number <= 100 + BACKLOG; number++) {
            send(cycle(number));
        }
        producer.commitTransaction();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> count("writes") > 2_000);

        stack.connect().kill();
        long atKill = count("writes");
        stack.connect().restart();
        client.awaitRunning(NAME, PATIENCE);
        await().atMost(PATIENCE).until(() -> count("writes") >= BACKLOG);

        assertThat(atKill).as("killed in the middle").isLessThan(BACKLOG);
        assertThat(
                        database.query(
                                "SELECT count(*), count(DISTINCT cycle_number), min(cycle_number), max(cycle_number) FROM writes"))
                .containsExactly(BACKLOG + "|" + BACKLOG + "|101|" + (100 + BACKLOG));
        assertThat(deadLetters(2)).hasSize(2);
    }

    @Test
    @Order(5)
    void shouldReadAgainFromTheOffsetThatTheRestApiSets() throws SQLException {
        database.execute("TRUNCATE writes");
        List<String> offsets = database.query("SELECT partition, next_offset FROM aurea_sink_offsets WHERE topic = '"
                + Topics.CYCLES.name() + "' AND next_offset > 2 ORDER BY next_offset DESC LIMIT 1");
        String[] last = offsets.get(0).split("\\|");
        long end = Long.parseLong(last[1]);

        client.stop(NAME, PATIENCE);
        client.alterOffset(NAME, Topics.CYCLES.name(), Integer.parseInt(last[0]), end - 10);
        assertThat(database.query("SELECT next_offset FROM aurea_sink_offsets WHERE topic = '" + Topics.CYCLES.name()
                        + "' AND partition = " + last[0]))
                .containsExactly(Long.toString(end - 10));
        client.resume(NAME);
        await().atMost(PATIENCE).until(() -> count("writes") == 10);

        client.stop(NAME, PATIENCE);
        client.resetOffsets(NAME);
        assertThat(database.query("SELECT count(*) FROM aurea_sink_offsets WHERE next_offset IS NOT NULL"))
                .containsExactly("0");
        client.resume(NAME);
        await().atMost(PATIENCE).until(() -> count("writes") >= BACKLOG + 12);
        assertThat(count("writes")).isEqualTo(BACKLOG + 12);
    }

    private static void send(CycleMetrics cycle) {
        String topic = Topics.CYCLES.name();
        producer.send(new ProducerRecord<>(
                topic, cycle.getTenantId() + "/" + cycle.getCycleNumber(), serializer.serialize(topic, cycle)));
    }

    private static CycleMetrics cycle(long number) {
        return CycleMetrics.newBuilder()
                .setTenantId("shop")
                .setCycleNumber(number)
                .setRevision(1)
                .setTimestamp(NOON)
                .setHealthComponents(Map.of("errors", 99.5))
                .build();
    }

    /** All dead letters, once there are at least that many. */
    private static List<ConsumerRecord<String, byte[]>> deadLetters(int atLeast) {
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", endpoints.bootstrapServers(), "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.DEAD_LETTERS.name()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            List<ConsumerRecord<String, byte[]>> letters = new ArrayList<>();
            await().atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(letters::add);
                return letters.size() >= atLeast;
            });
            return letters;
        }
    }

    private static String reason(ConsumerRecord<String, byte[]> letter) {
        return new String(
                letter.headers()
                        .lastHeader("__connect.errors.exception.message")
                        .value(),
                StandardCharsets.UTF_8);
    }

    private static long count(String table) throws SQLException {
        return Long.parseLong(database.query("SELECT count(*) FROM " + table).get(0));
    }
}
