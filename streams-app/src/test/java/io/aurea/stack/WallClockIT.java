package io.aurea.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.command.Endpoints;
import io.aurea.fixture.Readme;
import io.aurea.fixture.StackProcess;
import io.aurea.fixture.StackProcess.Ended;
import io.aurea.fixture.TopicLog;
import io.aurea.registry.RegistryClient;
import io.aurea.schema.ObservationKind;
import io.aurea.schema.Trend;
import io.aurea.topic.TopicSerdes;
import io.aurea.topic.Topics;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole stack on the wall clock, observing the machine it runs on. */
class WallClockIT {
    private static final Duration FEW_CYCLES = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @Test
    void shouldObserveItselfStopOnCtrlCAndGoOnWhereItStopped() throws Exception {
        Path data = folder.resolve("data");
        long before;
        try (StackProcess stack = up(data)) {
            awaitCycles(stack, 3);
            assertSeries(stack.endpoints());
            assertCommands(stack);
            assertEndpointsArePrivate(stack);
            assertSecondUpIsRefused(data, "--cycle", "2s", "--grace", "500ms");
            List<ProcessHandle> servers = stack.recorded();
            assertThat(servers).hasSizeGreaterThanOrEqualTo(3);
            before = cycles(stack).get("max");
            Duration took = stack.interrupt();
            assertThat(took).isLessThan(Duration.ofSeconds(15));
            assertThat(stack.exitCode()).as(stack.output()).isZero();
            assertThat(servers).noneMatch(ProcessHandle::isAlive);
            assertThat(stack.endpointsFile()).doesNotExist();
        }
        assertSecondUpIsRefused(data, "--cycle", "5s", "--grace", "500ms");
        try (StackProcess stack = up(data)) {
            awaitCycles(stack, 2);
            Ended drained = stack.run(InputStream.nullInputStream(), "drain");
            assertThat(drained.exitCode()).as(drained.err()).isZero();
            Map<String, Long> cycles = cycles(stack);
            assertThat(cycles.get("max")).isGreaterThan(before);
            assertThat(cycles.get("count")).as("no cycle twice, none missing").isEqualTo(cycles.get("max"));
            assertThat(cycles.get("min")).isEqualTo(1);
        }
    }

    private static StackProcess up(Path data) throws Exception {
        return StackProcess.up(data, "--cycle", "2s", "--grace", "500ms");
    }

    private static void awaitCycles(StackProcess stack, int count) {
        Awaitility.await(count + " lines of cycles")
                .atMost(FEW_CYCLES)
                .until(() -> stack.output()
                                .lines()
                                .filter(line -> line.contains(" aurea "))
                                .count()
                        >= count);
    }

    private static void assertSeries(Endpoints at) {
        Map<String, Object> settings = Map.of("schema.registry.url", at.schemaRegistryUrl());
        TopicSerdes serdes = new TopicSerdes(settings, RegistryClient.create(settings));
        List<Trend> trends = TopicLog.read(at.bootstrapServers(), Topics.TRENDS.name()).stream()
                .map(r -> serdes.value(Topics.TRENDS).deserializer().deserialize(r.topic(), r.value()))
                .toList();
        Set<String> metrics = names(trends, ObservationKind.METRIC);
        assertThat(metrics).hasSizeGreaterThanOrEqualTo(20);
        assertThat(names(trends, ObservationKind.OPERATION))
                .contains("postgres/postgres.connect", "postgres/postgres.query");
        assertThat(names(trends, ObservationKind.HEALTH)).hasSizeGreaterThanOrEqualTo(4);
        assertThat(trends).extracting(Trend::getTenantId).containsOnly("aurea");
    }

    private static Set<String> names(List<Trend> trends, ObservationKind kind) {
        return trends.stream()
                .filter(t -> t.getKind() == kind)
                .map(t -> t.getSource() + "/" + t.getName())
                .collect(Collectors.toSet());
    }

    private static void assertCommands(StackProcess stack) throws Exception {
        Ended table = stack.run(
                InputStream.nullInputStream(),
                "sql",
                "SELECT tenant_id, count(*) AS n FROM aurea_cycle_metrics GROUP BY 1");
        assertThat(table.exitCode()).as(table.err()).isZero();
        assertThat(table.out()).contains("tenant_id").contains("aurea");
        PublishExample.publish(
                stack.endpoints().bootstrapServers(), stack.endpoints().schemaRegistryUrl());
        Awaitility.await("the README's query shows the README's observation")
                .atMost(FEW_CYCLES)
                .until(() -> {
                    Ended asked = stack.run(InputStream.nullInputStream(), "sql", Readme.query());
                    assertThat(asked.exitCode()).as(asked.err()).isZero();
                    return asked.out().contains("shop");
                });
        Ended write = stack.run(InputStream.nullInputStream(), "sql", "DELETE FROM aurea_cycle_metrics");
        assertThat(write.exitCode()).isEqualTo(2);
        assertThat(write.err().lines()).hasSize(1);
        for (String path : List.of("/health/live", "/health/ready", "/observe", "/metrics")) {
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(stack.endpoints().httpUrl() + path))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            if (path.equals("/metrics")) {
                assertThat(answer.body()).contains("aurea_observe_read_total", "kafka_stream");
            }
        }
    }

    private static void assertEndpointsArePrivate(StackProcess stack) throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(stack.endpointsFile())))
                .isEqualTo("rw-------");
    }

    private static void assertSecondUpIsRefused(Path data, String... options) throws Exception {
        List<String> arguments = new java.util.ArrayList<>(List.of("up", "--data", data.toString()));
        arguments.addAll(List.of(options));
        Ended refused = StackProcess.run(arguments, InputStream.nullInputStream());
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err().lines()).hasSize(1);
        assertThat(refused.err()).contains(data.toString());
    }

    private static Map<String, Long> cycles(StackProcess stack) throws Exception {
        Endpoints at = stack.endpoints();
        try (var connection = java.sql.DriverManager.getConnection(at.jdbcUrl(), at.jdbcUser(), at.jdbcPassword());
                var row = connection
                        .createStatement()
                        .executeQuery("SELECT count(*), min(cycle_number), max(cycle_number) FROM aurea_cycle_metrics"
                                + " WHERE tenant_id = 'aurea'")) {
            row.next();
            return Map.of("count", row.getLong(1), "min", row.getLong(2), "max", row.getLong(3));
        }
    }
}
