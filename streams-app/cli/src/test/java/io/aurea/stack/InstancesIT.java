package io.aurea.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aurea.fixture.AppProcess;
import io.aurea.fixture.AureaProcess.Ended;
import io.aurea.fixture.InstalledServers;
import io.aurea.fixture.Slow;
import io.aurea.fixture.StoredTraffic;
import io.aurea.fixture.Traffic;
import io.aurea.local.SaslUser;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Existing servers with SASL, set up by the commands and used by two instances of the app, one of which is killed. */
@Slow
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

    private InstalledServers servers;

    @ParameterizedTest
    @ValueSource(strings = {"classic", "streams"})
    void shouldShareTheWorkAndCountExactlyWhenOneIsKilled(String protocol) throws Exception {
        try (InstalledServers started = InstalledServers.start(
                folder,
                Optional.of(new SaslUser("app", "the app's secret")),
                "group.protocol=" + protocol,
                "http.token=" + TOKEN)) {
            servers = started;
            if (protocol.equals("classic")) {
                prepareStepByStep();
            } else {
                assertThat(servers.done("topics", "create").out())
                        .contains("group aurea: streams.num.standby.replicas=1");
                servers.done("migrate");
                servers.done("connectors", "apply");
            }
            try (AppProcess one = servers.app("one");
                    AppProcess other = servers.app("other")) {
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
                Ended drained = servers.aurea("drain", "--set", "http.urls=" + other.httpUrl());
                assertThat(drained.exitCode())
                        .as(drained.err() + other.output())
                        .isZero();
                assertThat(drained.out())
                        .contains("windowed " + COUNT + " late " + TRAFFIC.late() + " rejected 0 ")
                        .endsWith(" open 0" + System.lineSeparator());
                StoredTraffic.assertStored(TRAFFIC, servers.endpoints());
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

    /** Each step twice, with its output. */
    private void prepareStepByStep() throws Exception {
        Ended before = servers.aurea("topics", "describe");
        assertThat(before.exitCode()).as(before.err()).isEqualTo(1);
        assertThat(before.err()).contains("Topic aurea.observations does not exist");
        Ended topics = servers.done("topics", "create");
        assertThat(topics.out())
                .contains("topic aurea.observations: created", "subject aurea.cycles-value: registered ");
        assertThat(servers.done("topics", "create").out())
                .isEqualToIgnoringNewLines("topics and schemas: nothing to change");
        Ended described = servers.done("topics", "describe");
        assertThat(described.out()).contains(" aurea.loop ", " message.timestamp.type ", " LogAppendTime ");
        assertThat(described.err()).isEmpty();
        assertThat(servers.done("migrate").out())
                .contains("migration V1 tables: applied", "role aurea_writer: password set");
        assertThat(servers.done("migrate").out()).isEqualToIgnoringNewLines("the database: nothing to change");
        Ended unknown = servers.aurea("connectors", "status");
        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.out()).contains("the worker does not know it");
        assertThat(servers.done("connectors", "apply").out())
                .isEqualToIgnoringNewLines("connector aurea-postgres-sink: created");
        assertThat(servers.done("connectors", "apply").out())
                .isEqualToIgnoringNewLines("connector aurea-postgres-sink: nothing to change");
        assertThat(servers.done("connectors", "apply", "--set", "connector.batch.size=300")
                        .out())
                .isEqualToIgnoringNewLines("connector aurea-postgres-sink: changed batch.size");
        assertThat(servers.done("connectors", "status").out())
                .isEqualToIgnoringNewLines("connector aurea-postgres-sink: RUNNING, task 0 RUNNING");
    }

    /** Both have partitions, and together all of them. */
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

    /** Tenants without data, known from a policy of their own and a command sent to one of the instances, are known to both. */
    private void assertEachAnswersForAll(AppProcess one, AppProcess other) throws Exception {
        Path policy = Files.writeString(folder.resolve("own.yaml"), "minimum: {attempts: 50}\n");
        for (String tenant : PAUSED) {
            servers.done("policy", "apply", policy.toString(), "--tenant", tenant);
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

    /** The remaining instance answers for the killed one's partitions, before it has taken them over. */
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
        Ended drained = servers.aurea("drain", "--set", "http.urls=" + dead.httpUrl());
        assertThat(drained.exitCode()).isEqualTo(2);
        assertThat(drained.err()).startsWith("aurea: http.urls " + dead.httpUrl() + " (from --set) does not answer: ");
    }

    private void send(List<String> lines, String... flags) throws Exception {
        long malformed = TRAFFIC.malformed(lines);
        assertThat(servers.send(lines, flags))
                .isEqualTo("sent " + (lines.size() - malformed) + " rejected " + malformed);
    }
}
