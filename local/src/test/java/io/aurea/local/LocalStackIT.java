package io.aurea.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * One stack's life, in order: starting it takes most of the time, so each test continues where the previous one ended.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LocalStackIT {
    private static final String SCHEMA = "{\"schema\":\"\\\"string\\\"\"}";

    @TempDir
    static Path data;

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static LocalStack stack;

    @BeforeAll
    static void start() {
        stack = LocalStack.start(LocalSettings.in(data), System.out::println);
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
    }

    @Test
    @Order(1)
    void shouldAnswerOnEveryServer() throws Exception {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic("kept", 1, (short) 1)))
                    .all()
                    .get(10, TimeUnit.SECONDS);
        }
        produce("first");
        execute("CREATE TABLE kept AS SELECT 'first' AS word");

        assertThat(post(stack.endpoints().schemaRegistryUrl() + "/subjects/kept-value/versions", SCHEMA))
                .isEqualTo("{\"id\":1}");
        assertThat(get(stack.endpoints().connectUrl() + "/connectors")).isEqualTo("[]");
        assertThat(records()).containsExactly("first");
        assertThat(query("SELECT word FROM kept")).containsExactly("first");
        assertThat(stack.failure()).isEmpty();
    }

    @Test
    @Order(2)
    void shouldOwnItsDatabaseWithoutBeingSuperuser() throws Exception {
        execute("CREATE ROLE writer LOGIN PASSWORD 'x'");

        assertThat(query("SELECT rolsuper::text FROM pg_roles WHERE rolname = current_user"))
                .containsExactly("false");
        assertThat(query("SELECT pg_get_userbyid(datdba)::text FROM pg_database WHERE datname = current_database()"))
                .containsExactly("aurea");
        for (String user : List.of("aurea", "postgres")) {
            assertThatThrownBy(
                            () -> DriverManager.getConnection(stack.endpoints().jdbcUrl(), user, "wrong"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
        }
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(data.resolve("postgres").resolve("password"))))
                .isEqualTo("rw-------");
        assertThat(stack.endpoints().toString())
                .doesNotContain(stack.endpoints().jdbcPassword());
    }

    @Test
    @Order(3)
    void shouldRefuseASecondStackOnTheSameFolder() {
        assertThatThrownBy(() -> LocalStack.start(LocalSettings.in(data), StartProgress.SILENT))
                .isInstanceOf(LocalStackException.class)
                .hasMessage("another running stack uses the data folder " + data);
        assertThat(stack.failure()).isEmpty();
    }

    @Test
    @Order(4)
    void shouldSayInItsOwnWordsWhyAServerDoesNotStart(@TempDir Path other) {
        int taken = stack.postgres().port();

        assertThatThrownBy(() -> PostgresServer.start(ServerFiles.ofHome(), other, taken))
                .isInstanceOf(PortTakenException.class)
                .hasMessageStartingWith("postgres cannot listen on port " + taken
                        + " of 127.0.0.1, which another program has taken, see " + other)
                .hasMessageContaining("could not bind IPv4 address \"127.0.0.1\": Address already in use");
        assertThat(other.resolve("run")).isEmptyDirectory();
    }

    @Test
    @Order(5)
    void shouldLeaveNoProcessWhenItsStartIsInterrupted(@TempDir Path other) throws Exception {
        List<Throwable> thrown = new CopyOnWriteArrayList<>();
        Thread starting = new Thread(() -> LocalStack.start(LocalSettings.in(other), StartProgress.SILENT));
        starting.setUncaughtExceptionHandler((thread, e) -> thrown.add(e));
        PidFile registry = new PidFile(other.resolve("run").resolve("registry.pid"));

        starting.start();
        Awaitility.await().until(() -> registry.leftover().isPresent());
        ProcessHandle process = registry.leftover().orElseThrow().process();
        starting.interrupt();
        starting.join(TimeUnit.SECONDS.toMillis(15));

        assertThat(thrown).singleElement().satisfies(e -> assertThat(e)
                .isInstanceOf(LocalStackException.class)
                .hasMessage("interrupted while the stack was starting"));
        assertThat(process.isAlive()).isFalse();
        assertThat(other.resolve("run")).isDirectoryNotContaining("glob:**.pid");
    }

    @Test
    @Order(6)
    void shouldTellWhichServerDiedAndBringItBack() throws Exception {
        String url = stack.endpoints().jdbcUrl();

        stack.postgres().kill();

        assertThat(stack.failure()).contains("postgres ended with exit code 137, see " + log("postgres"));
        stack.postgres().restart();
        assertThat(stack.failure()).isEmpty();
        assertThat(stack.endpoints().jdbcUrl()).isEqualTo(url);
        assertThat(query("SELECT word FROM kept")).containsExactly("first");
    }

    @Test
    @Order(7)
    void shouldStopInOrderWithinSecondsAndLeaveNoProcess() {
        List<ProcessHandle> processes = processes();
        long began = System.nanoTime();

        stack.close();

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));
        assertThat(processes).hasSizeGreaterThan(4).noneMatch(ProcessHandle::isAlive);
        assertThat(stack.failure()).isEmpty();
        assertThat(data.resolve("run")).isDirectoryNotContaining("glob:**.pid");
    }

    @Test
    @Order(8)
    void shouldGoOnWithItsDataAndReplaceATakenPort() throws Exception {
        String password = stack.endpoints().jdbcPassword();
        Ports before = ports();
        try (var taken = new ServerSocket(before.kafka(), 1, InetAddress.getByName("127.0.0.1"))) {
            stack = LocalStack.start(LocalSettings.in(data).withPorts(before), System.out::println);

            assertThat(ports().kafka()).isNotEqualTo(taken.getLocalPort());
        }

        assertThat(ports())
                .isEqualTo(new Ports(ports().kafka(), before.registry(), before.connect(), before.postgres()));
        assertThat(stack.endpoints().jdbcPassword()).isEqualTo(password);
        assertEverythingIsKept("first");
    }

    @Test
    @Order(9)
    void shouldEndWhatAKilledRunLeftAndKeepItsData() throws Exception {
        produce("second");
        execute("INSERT INTO kept VALUES ('second')");
        // As after kill -9 from outside: no server, but pid files, one of which names a process that is still running.
        for (Server server : servers()) {
            ProcessHandle.of(server.pid()).orElseThrow().destroyForcibly();
        }
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> servers().stream()
                .allMatch(server -> server.failure().isPresent()));
        Process orphan = new ProcessBuilder("sleep", "60").start();
        LocalStack killed = stack;
        killed.close();
        new PidFile(data.resolve("run").resolve("connect.pid")).write(orphan.toHandle(), StopSignal.TERM);
        List<String> progress = new ArrayList<>();

        stack = LocalStack.start(LocalSettings.in(data), line -> {
            System.out.println(line);
            progress.add(line);
        });

        assertThat(orphan.isAlive()).isFalse();
        assertThat(progress).hasSize(5).startsWith("connect: stopped the one left behind by an earlier run");
        assertEverythingIsKept("first", "second");
        assertThat(stack.failure()).isEmpty();
    }

    private static void assertEverythingIsKept(String... words) throws Exception {
        assertThat(records()).containsExactly(words);
        assertThat(query("SELECT word FROM kept ORDER BY word")).containsExactly(words);
        assertThat(get(stack.endpoints().schemaRegistryUrl() + "/schemas/ids/1"))
                .contains("string");
        assertThat(get(stack.endpoints().connectUrl() + "/connectors")).isEqualTo("[]");
    }

    private static List<Server> servers() {
        return List.of(stack.kafka(), stack.registry(), stack.postgres(), stack.connect());
    }

    private static List<ProcessHandle> processes() {
        return servers().stream()
                .map(server -> ProcessHandle.of(server.pid()).orElseThrow())
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .toList();
    }

    private static Ports ports() {
        return new Ports(
                stack.kafka().port(),
                stack.registry().port(),
                stack.connect().port(),
                stack.postgres().port());
    }

    private static Path log(String server) {
        return data.resolve("logs").resolve(server + ".log");
    }

    private static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", stack.endpoints().bootstrapServers()));
    }

    private static void produce(String value) throws Exception {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", stack.endpoints().bootstrapServers(), "enable.idempotence", true);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("kept", "key", value)).get(10, TimeUnit.SECONDS);
        }
    }

    private static List<String> records() {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", stack.endpoints().bootstrapServers(), "auto.offset.reset", "earliest");
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            TopicPartition partition = new TopicPartition("kept", 0);
            consumer.assign(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            consumer.seekToBeginning(List.of(partition));
            List<String> values = new ArrayList<>();
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
                for (ConsumerRecord<String, String> read : consumer.poll(Duration.ofMillis(200))) {
                    values.add(read.value());
                }
                return consumer.position(partition) >= end;
            });
            return values;
        }
    }

    private static Connection connection() throws SQLException {
        ServerEndpoints endpoints = stack.endpoints();
        return DriverManager.getConnection(endpoints.jdbcUrl(), endpoints.jdbcUser(), endpoints.jdbcPassword());
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> query(String sql) throws SQLException {
        try (Connection connection = connection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    private static String get(String url) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url)).build());
    }

    private static String post(String url, String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .POST(HttpRequest.BodyPublishers.ofString(body, UTF_8))
                .build());
    }

    private static String send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }
}
