package io.aurea.act;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.aurea.executor.Result;
import io.aurea.schema.Decision;
import io.aurea.schema.DecisionState;
import io.aurea.schema.DecisionStep;
import io.aurea.schema.Incident;
import io.aurea.schema.IncidentDecision;
import io.aurea.schema.IncidentNews;
import io.aurea.schema.IncidentState;
import io.aurea.schema.IncidentStep;
import io.aurea.schema.OutcomeStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Handlers with real programs and a real server. */
class HandlersTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");

    private record Received(String method, String contentType, String authorization, JsonNode body) {}

    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private HttpServer server;

    @TempDir
    Path folder;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        released.countDown();
        server.stop(0);
    }

    /** Responds with the status in the path. */
    private void answer(HttpExchange exchange) throws IOException {
        received.add(new Received(
                exchange.getRequestMethod(),
                exchange.getRequestHeaders().getFirst("Content-Type"),
                exchange.getRequestHeaders().getFirst("Authorization"),
                new ObjectMapper().readTree(exchange.getRequestBody())));
        String path = exchange.getRequestURI().getPath().substring(1);
        if (path.equals("never")) {
            try {
                released.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return;
        }
        int status = Integer.parseInt(path);
        exchange.getResponseHeaders().add("Location", "/200");
        byte[] body = "said so".getBytes(UTF_8);
        exchange.sendResponseHeaders(status, status == 204 ? -1 : body.length);
        if (status != 204) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private static Decision decision() {
        return Decision.newBuilder()
                .setTenantId("shop")
                .setDecisionId("7-1")
                .setRevision(2)
                .setState(DecisionState.DISPATCHED)
                .setAction("restart")
                .setTarget("cart")
                .setDescription("cart fails")
                .setParameters(Map.of("grace", "30s", "flag", "--force", "empty", ""))
                .setConfidence(0.8)
                .setUpdatedAt(AT)
                .setValidUntil(AT.plusSeconds(120))
                .setHistory(List.of(new DecisionStep(DecisionState.DISPATCHED, AT, "allowed")))
                .build();
    }

    private static Incident incident() {
        return Incident.newBuilder()
                .setTenantId("shop")
                .setIncidentId("17-1")
                .setRevision(3)
                .setState(IncidentState.OPEN)
                .setSeverity(0.5)
                .setOpenedAt(AT)
                .setEscalated(true)
                .setNews(List.of(IncidentNews.ESCALATED, IncidentNews.REMINDER))
                .setDecisions(
                        List.of(asked("7-1", DecisionState.INEFFECTIVE), asked("7-2", DecisionState.AWAITING_APPROVAL)))
                .setTimeline(List.of(new IncidentStep(AT, "opened"), new IncidentStep(AT, "asked; $(who)")))
                .setUpdatedAt(AT)
                .build();
    }

    private static IncidentDecision asked(String id, DecisionState state) {
        return IncidentDecision.newBuilder()
                .setDecisionId(id)
                .setState(state.name())
                .build();
    }

    private HttpHandler poster(String path, Duration limit) {
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + path);
        HttpClient client = HttpClient.newHttpClient();
        return new HttpHandler(client, url, Map.of("Authorization", "Bearer x"), limit);
    }

    private Result post(String path, Duration limit) throws Exception {
        return poster(path, limit).handle(decision());
    }

    private static Result run(Duration limit, String program, String... arguments) throws Exception {
        return new ProgramHandler(Path.of(program), List.of(arguments), limit).handle(decision());
    }

    @Test
    void shouldPostTheDecisionAsACloudEvent() throws Exception {
        assertThat(post("200", LIMIT)).isEqualTo(Result.succeeded("127.0.0.1 answered 200: said so"));

        Received post = received.remove();
        assertThat(post.method()).isEqualTo("POST");
        assertThat(post.contentType()).isEqualTo("application/cloudevents+json; charset=UTF-8");
        assertThat(post.authorization()).isEqualTo("Bearer x");
        JsonNode event = post.body();
        assertThat(event.path("specversion").asText()).isEqualTo("1.0");
        assertThat(event.path("id").asText()).isEqualTo("7-1/2");
        assertThat(event.path("source").asText()).isEqualTo("/aurea/tenants/shop");
        assertThat(event.path("type").asText()).isEqualTo("io.aurea.decision.dispatched");
        assertThat(event.path("subject").asText()).isEqualTo("7-1");
        assertThat(event.path("time").asText()).isEqualTo("2026-03-01T10:00:00Z");
        assertThat(event.path("datacontenttype").asText()).isEqualTo("application/json");
        JsonNode data = event.path("data");
        assertThat(data.size()).isEqualTo(Decision.getClassSchema().getFields().size());
        assertThat(data.path("target").asText()).isEqualTo("cart");
        assertThat(data.path("state").asText()).isEqualTo("DISPATCHED");
        assertThat(data.path("confidence").asDouble()).isEqualTo(0.8);
        assertThat(data.path("valid_until").asText()).isEqualTo("2026-03-01T10:02:00Z");
        assertThat(data.path("propensity").isNull()).isTrue();
        assertThat(data.path("dry_run").isBoolean()).isTrue();
        assertThat(data.path("parameters").path("grace").asText()).isEqualTo("30s");
        assertThat(data.path("history").path(0).path("reason").asText()).isEqualTo("allowed");
        assertThat(received).isEmpty();
    }

    @Test
    void shouldPostTheNewsOfAnIncidentAsACloudEvent() throws Exception {
        assertThat(poster("200", LIMIT).handle(IncidentNews.ESCALATED, incident()))
                .isEqualTo(Result.succeeded("127.0.0.1 answered 200: said so"));
        poster("200", LIMIT).handle(IncidentNews.INCIDENT_OPENED, incident());

        JsonNode event = received.remove().body();
        assertThat(event.path("id").asText()).isEqualTo("17-1/3/escalated");
        assertThat(event.path("source").asText()).isEqualTo("/aurea/tenants/shop");
        assertThat(event.path("type").asText()).isEqualTo("io.aurea.incident.escalated");
        assertThat(event.path("subject").asText()).isEqualTo("17-1");
        assertThat(event.path("time").asText()).isEqualTo("2026-03-01T10:00:00Z");
        JsonNode data = event.path("data");
        assertThat(data.size()).isEqualTo(Incident.getClassSchema().getFields().size() + 2);
        assertThat(data.path("severity").asDouble()).isEqualTo(0.5);
        assertThat(data.path("suspected_origin").isNull()).isTrue();
        assertThat(data.path("last_step").asText()).isEqualTo("asked; $(who)");
        assertThat(data.path("question").asText()).isEqualTo("7-2");
        assertThat(data.path("timeline").path(0).path("what").asText()).isEqualTo("opened");
        assertThat(received.remove().body().path("type").asText()).isEqualTo("io.aurea.incident.opened");
    }

    @Test
    void shouldRunAProgramWithTheValuesOfAnIncidentAndEmptyOnesWhereItHasNone() throws Exception {
        Path program = program("for a; do printf '[%s]' \"$a\"; done");
        List<String> arguments = List.of(
                "${incident.news}",
                "${incident.tenant_id}",
                "${incident.incident_id}",
                "${incident.suspected_origin}",
                "${incident.severity}",
                "${incident.opened_at}",
                "${incident.escalated}",
                "${incident.last_step}",
                "${incident.question}",
                "a b");

        assertThat(new ProgramHandler(program, arguments, LIMIT).handle(IncidentNews.REMINDER, incident()))
                .isEqualTo(Result.succeeded("program ended with 0: [REMINDER][shop][17-1][][0.5]"
                        + "[2026-03-01T10:00:00Z][true][asked; $(who)][7-2][a b]"));

        Incident odd =
                Incident.newBuilder(incident()).setSuspectedOrigin("--force").build();
        assertThatThrownBy(() -> new ProgramHandler(program, arguments, LIMIT).handle(IncidentNews.REMINDER, odd))
                .hasMessage("suspected_origin is '--force', which a program could take for an option; nothing was run");
    }

    @Test
    void shouldLogDecisionsAndIncidents() {
        for (HandlerTerms.LogLevel level : HandlerTerms.LogLevel.values()) {
            assertThat(new LogHandler(level).handle(decision())).isEqualTo(Result.succeeded("logged"));
            assertThat(new LogHandler(level).handle(IncidentNews.ENDED, incident()))
                    .isEqualTo(Result.succeeded("logged"));
        }
    }

    @Test
    void shouldTakeEveryOtherStatusForAFailureAndSendOnce() throws Exception {
        assertThat(post("204", LIMIT)).isEqualTo(Result.succeeded("127.0.0.1 answered 204"));
        assertThat(post("500", LIMIT)).isEqualTo(Result.failed("127.0.0.1 answered 500: said so"));
        assertThat(post("403", LIMIT)).isEqualTo(Result.failed("127.0.0.1 answered 403: said so"));
        assertThat(post("307", LIMIT)).isEqualTo(Result.failed("127.0.0.1 answered 307: said so"));
        assertThat(received).hasSize(4);
    }

    @Test
    void shouldTellNoAnswerFromNoConnection() throws Exception {
        assertThat(post("never", Duration.ofMillis(300)))
                .isEqualTo(Result.timedOut("127.0.0.1 did not answer within 300 ms"));
        int port = server.getAddress().getPort();
        released.countDown();
        server.stop(0);
        Result refused = new HttpHandler(
                        HttpClient.newHttpClient(), URI.create("http://127.0.0.1:" + port), Map.of(), LIMIT)
                .handle(decision());
        assertThat(refused.status()).isEqualTo(OutcomeStatus.FAILED);
        assertThat(refused.text()).startsWith("connection to 127.0.0.1 failed");
    }

    @Test
    void shouldRunAProgramWithValuesAsWholeArguments() throws Exception {
        assertThat(run(LIMIT, "/bin/echo", "${decision.target}", "$(id)", "${decision.parameters.grace}", "a;b"))
                .isEqualTo(Result.succeeded("echo ended with 0: cart $(id) 30s a;b"));
        assertThat(run(LIMIT, "/bin/true")).isEqualTo(Result.succeeded("true ended with 0"));
    }

    @Test
    void shouldRefuseAValueThatLooksLikeAnOptionAndOneThatIsMissingOrEmpty() {
        assertThatThrownBy(() -> run(LIMIT, "/bin/echo", "${decision.parameters.flag}"))
                .hasMessage("parameters.flag is '--force', which a program could take for an option; nothing was run");
        assertThatThrownBy(() -> run(LIMIT, "/bin/echo", "${decision.parameters.none}"))
                .hasMessage("the decision has no parameters.none");
        assertThatThrownBy(() -> run(LIMIT, "/bin/echo", "${decision.parameters.empty}"))
                .hasMessage("parameters.empty of the decision is empty; nothing was run");
        assertThatThrownBy(() -> run(LIMIT, "/bin/echo", "${decision.retry_of}"))
                .hasMessage("the decision has no retry_of");
    }

    @Test
    void shouldFailWithTheEndOfWhatTheProgramPrints() throws Exception {
        Path program = program("for i in $(seq 1 5000); do echo line $i; done; echo permission denied >&2; exit 3");
        Result result = run(LIMIT, program.toString());

        assertThat(result.status()).isEqualTo(OutcomeStatus.FAILED);
        assertThat(result.text())
                .startsWith("program ended with 3: ...")
                .endsWith("line 5000\npermission denied")
                .hasSizeLessThan(ProgramHandler.KEPT_BYTES + 100);
    }

    @Test
    void shouldKillAProgramAtItsLimitWithItsChildren() throws Exception {
        Path pid = folder.resolve("pid");
        Path program = program("sleep 300 & echo $! > " + pid + "; echo waiting; wait");
        Result result = run(Duration.ofMillis(700), program.toString());

        assertThat(result).isEqualTo(Result.timedOut("program did not end within 700 ms and was killed: waiting"));
        long child = Long.parseLong(Files.readString(pid).strip());
        assertThat(ProcessHandle.of(child).filter(ProcessHandle::isAlive))
                .satisfiesAnyOf(alive -> assertThat(alive).isEmpty(), alive -> assertThat(
                                alive.orElseThrow().onExit().join().isAlive())
                        .isFalse());
    }

    @Test
    void shouldNotHandOurOwnVariablesToAProgram() throws Exception {
        Result result = run(LIMIT, program("env").toString());

        assertThat(result.status()).isEqualTo(OutcomeStatus.SUCCEEDED);
        assertThat(result.text()).contains("PATH=").doesNotContain("AUREA_");
    }

    private Path program(String script) throws IOException {
        Path program = Files.writeString(folder.resolve("program"), "#!/bin/sh\n" + script + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return program;
    }
}
