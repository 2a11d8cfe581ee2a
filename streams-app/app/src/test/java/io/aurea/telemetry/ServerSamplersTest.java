package io.aurea.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.aurea.http.HttpEndpoint;
import io.aurea.schema.ObservationKind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against servers that answer well, badly and not at all. */
class ServerSamplersTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final HttpClient http = HttpClient.newHttpClient();
    private HttpServer server;
    private URI url;
    private URI closed;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        closed = URI.create("http://127.0.0.1:" + closedPort());
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void shouldTellWhichEndpointsAreUp() throws Exception {
        answer("/good", 200, "fine");
        answer("/bad", 503, "not now");
        Map<String, HealthSampler.HealthTarget> targets = new LinkedHashMap<>();
        targets.put("good", new HealthSampler.HealthTarget(server(url), "/good"));
        targets.put("bad", new HealthSampler.HealthTarget(server(url), "/bad"));
        targets.put("gone", new HealthSampler.HealthTarget(server(closed), "/"));

        List<SampledValue> readings = new HealthSampler(targets, TIMEOUT).sample();

        assertThat(readings)
                .extracting(SampledValue::name, SampledValue::success)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("http.good", true),
                        org.assertj.core.groups.Tuple.tuple("http.good.response_ms", null),
                        org.assertj.core.groups.Tuple.tuple("http.bad", false),
                        org.assertj.core.groups.Tuple.tuple("http.bad.response_ms", null),
                        org.assertj.core.groups.Tuple.tuple("http.gone", false));
        assertThat(readings.get(2).error()).isEqualTo("answered 503");
        assertThat(readings.get(4).error()).contains("ConnectException");
        assertThat(readings.get(1).value()).isPositive();
    }

    @Test
    void shouldCallAnEndpointDownThatDoesNotAnswerInTime() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            URI uri = URI.create("http://127.0.0.1:" + silent.getLocalPort());

            List<SampledValue> readings = new HealthSampler(
                            Map.of("silent", new HealthSampler.HealthTarget(server(uri), "/")), Duration.ofMillis(200))
                    .sample();

            assertThat(readings).singleElement().satisfies(reading -> {
                assertThat(reading.success()).isFalse();
                assertThat(reading.error()).contains("HttpTimeoutException");
            });
        }
    }

    private HttpEndpoint server(URI at) {
        return HttpEndpoint.of(at.toString(), http, Optional.empty());
    }

    @Test
    void shouldReadTheStateOfEveryTask() throws Exception {
        answer("/connectors", 200, """
                {"sink": {"status": {"name": "sink", "connector": {"state": "RUNNING"}, "tasks": [
                  {"id": 0, "state": "RUNNING"},
                  {"id": 1, "state": "FAILED", "trace": "org.x.Failure: no table\\n\\tat org.x"},
                  {"id": 2, "state": "PAUSED"}]}}}
                """);

        List<SampledValue> readings = new ConnectSampler(server(url), TIMEOUT).sample();

        assertThat(readings)
                .containsExactly(
                        SampledValue.up("task.sink.0"),
                        SampledValue.down("task.sink.1", "org.x.Failure: no table"),
                        SampledValue.down("task.sink.2", "state is PAUSED"),
                        SampledValue.metric("tasks_running", 1, "1"),
                        SampledValue.metric("tasks_not_running", 2, "1"));
    }

    @Test
    void shouldFailWhenConnectDoesNotAnswerOrAnswersBadly() {
        answer("/connectors", 500, "");

        assertThatThrownBy(() -> new ConnectSampler(server(url), TIMEOUT).sample())
                .isInstanceOf(IOException.class)
                .hasMessage(url + "/connectors?expand=status answered 500");
        assertThatThrownBy(() -> new ConnectSampler(server(closed), TIMEOUT).sample())
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void shouldReportThatPostgresLetsNobodyIn() {
        String jdbcUrl = "jdbc:postgresql://127.0.0.1:%d/aurea".formatted(closed.getPort());

        List<SampledValue> readings = new PostgresSampler(jdbcUrl, "user", "password", TIMEOUT).sample();

        assertThat(readings).singleElement().satisfies(reading -> {
            assertThat(reading.kind()).isEqualTo(ObservationKind.OPERATION);
            assertThat(reading.name()).isEqualTo("postgres.connect");
            assertThat(reading.success()).isFalse();
            assertThat(reading.durationMs()).isPositive();
            assertThat(reading.error()).contains("refused");
        });
    }

    @Test
    void shouldReportThatTheBrokerDoesNotAnswer() throws Exception {
        Map<String, Object> settings =
                Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:" + closed.getPort());
        try (Admin admin = Admin.create(settings)) {
            List<SampledValue> readings = new KafkaSampler(Map::of, admin, Duration.ofMillis(300)).sample();

            assertThat(readings).singleElement().satisfies(reading -> {
                assertThat(reading.name()).isEqualTo("kafka.describe_cluster");
                assertThat(reading.success()).isFalse();
                assertThat(reading.error()).contains("TimeoutException");
            });
        }
    }

    private void answer(String path, int status, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        server.createContext(path, exchange -> {
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
