package io.aurea.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.cli.EndpointsFile;
import io.aurea.fixture.AureaProcess.Ended;
import io.aurea.fixture.Readme;
import io.aurea.fixture.Stack;
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
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * A stack on the wall clock, with windows of 2 s and a grace of 0.5 s, observing itself.
 *
 * @param <S> the kind of stack
 */
abstract class WallClockChecks<S extends Stack> {
    private static final Duration FEW_CYCLES = Duration.ofSeconds(60);

    /** Starts or restarts the stack, and returns when it is ready. */
    abstract S up() throws Exception;

    /** Prefix of the sources of self-observation. */
    String instance() {
        return "";
    }

    /** What else this kind of stack promises while it runs. */
    void alsoWhileRunning(S stack) throws Exception {}

    /** What else this kind of stack promises after Ctrl-C. */
    void alsoWhenStopped(S stack) throws Exception {}

    @Test
    void shouldObserveItselfStopOnCtrlCAndGoOnWhereItStopped() throws Exception {
        long before;
        try (S stack = up()) {
            awaitCycles(stack, 3);
            assertSeries(stack.endpoints());
            assertCommands(stack);
            assertApi(stack);
            alsoWhileRunning(stack);
            before = cycles(stack.endpoints()).get("max");
            Duration took = stack.app().interrupt();
            assertThat(took).isLessThan(Duration.ofSeconds(15));
            assertThat(stack.app().exitCode()).as(stack.app().output()).isZero();
            alsoWhenStopped(stack);
        }
        try (S stack = up()) {
            awaitCycles(stack, before + 2);
            Ended drained = stack.run(InputStream.nullInputStream(), "drain");
            assertThat(drained.exitCode()).as(drained.err()).isZero();
            Map<String, Long> cycles = cycles(stack.endpoints());
            assertThat(cycles.get("count")).as("no cycle twice, none missing").isEqualTo(cycles.get("max"));
            assertThat(cycles.get("min")).isEqualTo(1);
        }
    }

    private static void awaitCycles(Stack stack, long count) {
        Awaitility.await(count + " cycles")
                .atMost(FEW_CYCLES)
                .until(() -> cycles(stack.endpoints()).get("count") >= count);
    }

    private void assertSeries(EndpointsFile at) {
        Map<String, Object> settings = Map.of("schema.registry.url", at.schemaRegistryUrl());
        TopicSerdes serdes = new TopicSerdes(settings, RegistryClient.create(settings));
        List<Trend> trends = TopicLog.read(at.bootstrapServers(), Topics.TRENDS.name()).stream()
                .map(r -> serdes.value(Topics.TRENDS).deserializer().deserialize(r.topic(), r.value()))
                .toList();
        Set<String> metrics = names(trends, ObservationKind.METRIC);
        assertThat(metrics).hasSizeGreaterThanOrEqualTo(20);
        assertThat(names(trends, ObservationKind.OPERATION))
                .contains(instance() + "postgres/postgres.connect", instance() + "postgres/postgres.query");
        assertThat(names(trends, ObservationKind.HEALTH)).hasSizeGreaterThanOrEqualTo(4);
        assertThat(trends).extracting(Trend::getTenantId).containsOnly("aurea");
    }

    private static Set<String> names(List<Trend> trends, ObservationKind kind) {
        return trends.stream()
                .filter(t -> t.getKind() == kind)
                .map(t -> t.getSource() + "/" + t.getName())
                .collect(Collectors.toSet());
    }

    private static void assertCommands(Stack stack) throws Exception {
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
                assertThat(answer.body()).contains("aurea_observe_read_total", "kafka_stream", "aurea_sink_lag");
            }
        }
    }

    /** The status command, the event stream with a cycle in it, and the brain from PostgreSQL. */
    private static void assertApi(Stack stack) throws Exception {
        Ended tenants = stack.run(InputStream.nullInputStream(), "status");
        assertThat(tenants.exitCode()).as(tenants.err()).isZero();
        assertThat(tenants.out()).contains("health", "aurea");
        Ended status = stack.run(InputStream.nullInputStream(), "status", "--tenant", "aurea", "--json");
        assertThat(status.out())
                .as(status.err())
                .startsWith("{\"running\":true,")
                .contains("\"success_rate_trend\":[");
        assertThat(stack.run(InputStream.nullInputStream(), "status", "--tenant", "nobody")
                        .exitCode())
                .isEqualTo(2);
        HttpClient client = HttpClient.newHttpClient();
        String url = stack.endpoints().httpUrl();
        HttpResponse<Stream<String>> events = client.send(
                HttpRequest.newBuilder(URI.create(url + "/events?tenant=aurea&types=cycle"))
                        .timeout(FEW_CYCLES)
                        .build(),
                HttpResponse.BodyHandlers.ofLines());
        try (Stream<String> lines = events.body()) {
            assertThat(lines.filter(line -> line.startsWith("data: ")).findFirst())
                    .hasValueSatisfying(
                            data -> assertThat(data).contains("\"tenant_id\":\"aurea\"", "\"cycle_number\":"));
        }
        HttpResponse<String> brain = client.send(
                HttpRequest.newBuilder(URI.create(url + "/brain?tenant=aurea&q=cycle"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(brain.statusCode()).as(brain.body()).isEqualTo(200);
        assertThat(brain.body()).contains("cycle_metrics_");
    }

    private static Map<String, Long> cycles(EndpointsFile at) throws SQLException {
        try (var connection = DriverManager.getConnection(at.jdbcUrl(), at.jdbcUser(), at.jdbcPassword());
                var row = connection
                        .createStatement()
                        .executeQuery("SELECT count(*), min(cycle_number), max(cycle_number) FROM aurea_cycle_metrics"
                                + " WHERE tenant_id = 'aurea'")) {
            row.next();
            return Map.of("count", row.getLong(1), "min", row.getLong(2), "max", row.getLong(3));
        }
    }
}
