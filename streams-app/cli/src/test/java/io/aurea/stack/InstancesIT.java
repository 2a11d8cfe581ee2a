package io.aurea.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aurea.fixture.AppProcess;
import io.aurea.fixture.AureaProcess;
import io.aurea.fixture.AureaProcess.Ended;
import io.aurea.fixture.Readme;
import io.aurea.fixture.Traffic;
import io.aurea.local.LocalSettings;
import io.aurea.local.LocalStack;
import io.aurea.local.SaslUser;
import io.aurea.local.ServerEndpoints;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Existing servers, whose broker lets clients in by SASL only as far as the commands know: prepared, used by two instances
 * of the app, one of which is killed.
 */
class InstancesIT {
    private static final int COUNT = 20_000;
    private static final Traffic TRAFFIC = Traffic.of(COUNT, 7);
    private static final String TOKEN = "the-operators-token";
    private static final List<String> PAUSED =
            IntStream.range(0, 12).mapToObj(n -> "paused-" + n).toList();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private Path config;

    @ParameterizedTest
    @ValueSource(strings = {"classic", "streams"})
    void shouldShareTheWorkAndCountExactlyWhenOneIsKilled(String protocol) throws Exception {
        SaslUser user = new SaslUser("app", "the app's secret");
        try (LocalStack servers = LocalStack.start(
                LocalSettings.in(folder.resolve("servers"))
                        .withPlugins(Readme.HOME.resolve("connectors/target/plugin"))
                        .withSaslUser(user)
                        .withConnectEnvironment(Map.of(
                                "AUREA_JDBC_WRITER_USER", "aurea_writer", "AUREA_JDBC_WRITER_PASSWORD", "writer's")),
                step -> {})) {
            config = config(servers, user, protocol);
            if (protocol.equals("classic")) {
                prepareStepByStep();
            } else {
                assertThat(done("topics", "create").out()).contains("group aurea: streams.num.standby.replicas=1");
                done("migrate");
                done("connectors", "apply");
            }
            try (AppProcess one = start("one");
                    AppProcess other = start("other")) {
                one.awaitReady();
                other.awaitReady();
                awaitShared(one, other);
                TreeSet<Integer> moved = partitions(one);
                awaitStandby(other, moved);
                // Where brokers before 4.4 assign, commands were seen to stay unread after an instance has joined.
                boolean answering = protocol.equals("classic");
                if (answering) {
                    assertEachAnswersForAll(one, other);
                }
                CompletableFuture<Void> death = CompletableFuture.runAsync(() -> {
                    killAtWork(one);
                    if (answering) {
                        assertAnswersFromItsCopies(other);
                    }
                });
                send(TRAFFIC.lines().subList(0, TRAFFIC.lines().size() / 2));
                death.get();
                send(
                        TRAFFIC.lines()
                                .subList(
                                        TRAFFIC.lines().size() / 2,
                                        TRAFFIC.lines().size()),
                        "--close");
                assertDrainWantsEveryInstance(one);
                Ended drained = aurea("drain", "--set", "http.urls=" + other.httpUrl());
                assertThat(drained.exitCode())
                        .as(drained.err() + other.output())
                        .isZero();
                assertThat(drained.out())
                        .contains("windowed " + COUNT + " late " + TRAFFIC.late() + " rejected 0 ")
                        .endsWith(" open 0" + System.lineSeparator());
                assertRows(servers.endpoints());
                // Where brokers before 4.4 assign, they take a standby away before they make its task active.
                if (protocol.equals("classic")) {
                    assertThat(moved)
                            .as("each partition's state came from the standby:\n" + other.output())
                            .allMatch(p -> saysOfStandby(other, p, "Closed and recycled state"));
                }
                assertThat(other.stop()).as(other.output()).isZero();
            }
        }
    }

    private AppProcess start(String name) throws IOException {
        return AppProcess.start(List.of("--config", config.toString()), Map.of(), folder.resolve(name));
    }

    private Path config(LocalStack servers, SaslUser user, String protocol) throws IOException {
        ServerEndpoints at = servers.endpoints();
        Path secrets = Files.writeString(
                folder.resolve("secrets.properties"), """
                kafka=%s
                owner=%s
                writer=writer's
                reader=reader's
                """.formatted(user.password(), at.jdbcPassword()));
        return Files.writeString(folder.resolve("aurea.properties"), """
                bootstrap.servers=%s
                security.protocol=SASL_PLAINTEXT
                sasl.mechanism=PLAIN
                sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required \\
                  username="%s" password="${file:SECRETS:kafka}";
                schema.registry.url=%s
                connect.url=%s
                jdbc.url=%s
                jdbc.user=%s
                jdbc.password=${file:SECRETS:owner}
                jdbc.writer.password=${file:SECRETS:writer}
                jdbc.reader.password=${file:SECRETS:reader}
                connector.batch.size=400
                group.protocol=%s
                clock=data
                http.token=%s
                # A killed instance is missed within seconds.
                main.consumer.session.timeout.ms=6000
                main.consumer.heartbeat.interval.ms=1000
                """.formatted(
                        servers.kafka().saslBootstrapServers(),
                        user.name(),
                        at.schemaRegistryUrl(),
                        at.connectUrl(),
                        at.jdbcUrl(),
                        at.jdbcUser(),
                        protocol,
                        TOKEN)
                .replace("SECRETS", secrets.toString()));
    }

    /** Each step twice, and what it says. */
    private void prepareStepByStep() throws Exception {
        Ended before = aurea("topics", "describe");
        assertThat(before.exitCode()).as(before.err()).isEqualTo(1);
        assertThat(before.err()).contains("Topic aurea.observations does not exist");
        Ended topics = done("topics", "create");
        assertThat(topics.out())
                .contains("topic aurea.observations: created", "subject aurea.cycles-value: registered ");
        assertThat(done("topics", "create").out()).isEqualToIgnoringNewLines("topics and schemas: nothing to change");
        Ended described = done("topics", "describe");
        assertThat(described.out()).contains(" aurea.loop ", " message.timestamp.type ", " LogAppendTime ");
        assertThat(described.err()).isEmpty();
        assertThat(done("migrate").out()).contains("migration V1 tables: applied", "role aurea_writer: password set");
        assertThat(done("migrate").out()).isEqualToIgnoringNewLines("the database: nothing to change");
        Ended unknown = aurea("connectors", "status");
        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.out()).contains("the worker does not know it");
        assertThat(done("connectors", "apply").out())
                .isEqualToIgnoringNewLines("connector aurea-postgres-sink: created");
        assertThat(done("connectors", "apply").out())
                .isEqualToIgnoringNewLines("connector aurea-postgres-sink: nothing to change");
        assertThat(done("connectors", "apply", "--set", "connector.batch.size=300")
                        .out())
                .isEqualToIgnoringNewLines("connector aurea-postgres-sink: changed batch.size");
        assertThat(done("connectors", "status").out())
                .isEqualToIgnoringNewLines("connector aurea-postgres-sink: RUNNING, task 0 RUNNING");
    }

    /** Both have partitions of their own, and together all of them. */
    private static void awaitShared(AppProcess one, AppProcess other) {
        Awaitility.await("partitions are shared").atMost(PATIENCE).untilAsserted(() -> {
            assertThat(partitions(one)).isNotEmpty();
            assertThat(partitions(other)).isNotEmpty();
            List<Integer> both = new ArrayList<>(partitions(one));
            both.addAll(partitions(other));
            assertThat(both).containsExactlyInAnyOrder(0, 1, 2, 3);
        });
    }

    /** The other instance keeps a copy of the windows of these partitions. */
    private static void awaitStandby(AppProcess app, TreeSet<Integer> partitions) {
        Awaitility.await("standby of " + partitions).atMost(PATIENCE).until(() -> partitions.stream()
                .allMatch(p -> saysOfStandby(app, p, "Initialized")));
    }

    private static boolean saysOfStandby(AppProcess app, int partition, String what) {
        return app.output().contains("standby-task [0_" + partition + "] " + what);
    }

    private static TreeSet<Integer> partitions(AppProcess app) throws Exception {
        TreeSet<Integer> partitions = new TreeSet<>();
        for (JsonNode p : JSON.readTree(app.get("/observe").body()).path("partitions")) {
            partitions.add(p.path("partition").asInt());
        }
        return partitions;
    }

    /** Tenants that are known by a command alone, said to one of the instances, are known to both. */
    private static void assertEachAnswersForAll(AppProcess one, AppProcess other) throws Exception {
        for (String tenant : PAUSED) {
            HttpResponse<String> said =
                    one.post("/commands", "{\"tenant_id\": \"" + tenant + "\", \"kind\": \"PAUSE\"}", TOKEN);
            assertThat(said.statusCode()).as(said.body()).isEqualTo(202);
        }
        for (AppProcess app : List.of(one, other)) {
            Awaitility.await("every tenant is known at " + app.httpUrl())
                    .atMost(PATIENCE)
                    .untilAsserted(() -> {
                        for (String tenant : PAUSED) {
                            HttpResponse<String> answer = app.get("/controls?tenant=" + tenant);
                            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                            assertThat(answer.headers().firstValue("Aurea-Stale-Ms"))
                                    .isEmpty();
                            assertThat(JSON.readTree(answer.body()).path("pauses"))
                                    .hasSize(1);
                        }
                        JsonNode tenants = JSON.readTree(app.get("/tenants").body());
                        assertThat(tenants.path("complete").asBoolean()).isTrue();
                        assertThat(tenants.path("items"))
                                .extracting(item -> item.path("tenant_id").asText())
                                .containsAll(PAUSED);
                    });
            assertThat(metric(app, "aurea_api_forwarded_total"))
                    .as("answers of the other")
                    .isPositive();
        }
    }

    private static double metric(AppProcess app, String name) throws Exception {
        return app.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** The instance that is left answers for what the killed one worked on, before it has taken that over. */
    private static void assertAnswersFromItsCopies(AppProcess left) {
        Awaitility.await("an answer from a copy")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    boolean stale = false;
                    for (String tenant : PAUSED) {
                        HttpResponse<String> answer = left.get("/controls?tenant=" + tenant);
                        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                        assertThat(JSON.readTree(answer.body()).path("pauses")).hasSize(1);
                        stale |= answer.headers().firstValue("Aurea-Stale-Ms").isPresent();
                    }
                    return stale;
                });
    }

    private static void killAtWork(AppProcess app) {
        Awaitility.await("observe is at work")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    long windowed = 0;
                    for (JsonNode p : JSON.readTree(app.get("/observe").body()).path("partitions")) {
                        windowed += p.path("windowed").asLong();
                    }
                    return windowed >= 1_000;
                });
        app.kill();
    }

    private void assertDrainWantsEveryInstance(AppProcess dead) throws Exception {
        Ended drained = aurea("drain", "--set", "http.urls=" + dead.httpUrl());
        assertThat(drained.exitCode()).isEqualTo(2);
        assertThat(drained.err()).startsWith("aurea: http.urls " + dead.httpUrl() + " (from --set) does not answer: ");
    }

    private void send(List<String> lines, String... flags) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("send", "-", "--config", config.toString()));
        arguments.addAll(List.of(flags));
        Ended sent = AureaProcess.run(
                arguments,
                new ByteArrayInputStream((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8)));
        long malformed = TRAFFIC.malformed(lines);
        assertThat(sent.out().strip())
                .as(sent.err())
                .isEqualTo("sent " + (lines.size() - malformed) + " rejected " + malformed);
    }

    private Ended done(String... arguments) throws Exception {
        Ended ended = aurea(arguments);
        assertThat(ended.exitCode())
                .as(String.join(" ", arguments) + ": " + ended.err())
                .isZero();
        return ended;
    }

    private Ended aurea(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--config", config.toString()));
        return AureaProcess.run(all, InputStream.nullInputStream());
    }

    private static void assertRows(ServerEndpoints at) throws SQLException {
        Map<String, Long> observations = new TreeMap<>();
        Map<String, Long> attempts = new TreeMap<>();
        Map<String, Long> successes = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection(at.jdbcUrl(), "aurea_reader", "reader's");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT tenant_id, sum(observations_count), sum(attempts),"
                        + " sum(successes), count(*), max(cycle_number) FROM aurea_cycle_metrics GROUP BY tenant_id")) {
            while (row.next()) {
                observations.put(row.getString(1), row.getLong(2));
                attempts.put(row.getString(1), row.getLong(3));
                successes.put(row.getString(1), row.getLong(4));
                assertThat(row.getLong(6)).as("cycle numbers have no gap").isEqualTo(row.getLong(5));
            }
        }
        assertThat(observations).isEqualTo(TRAFFIC.observations());
        assertThat(attempts).isEqualTo(TRAFFIC.attempts());
        assertThat(successes).isEqualTo(TRAFFIC.successes());
    }
}
