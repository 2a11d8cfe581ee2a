package io.aurea.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.aurea.schema.Command;
import io.aurea.topology.ObserveProgress;
import io.aurea.topology.OrientProgress;
import io.aurea.topology.TenantViews;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.kafka.streams.KafkaStreams.State;

/** A real server over a test's views. Every response is checked against the OpenAPI document. */
final class Instance implements AutoCloseable, Cluster {
    static final String OPERATOR = "operators-token-0123456789";
    static final Instant NOW = Instant.parse("1970-01-01T01:00:00Z");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode DOCUMENT = OpenApi.document();
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    final List<Command> commands = new CopyOnWriteArrayList<>();
    final EventBuffer events = new EventBuffer(4, "test");
    final StatusServer server;
    volatile State state = State.RUNNING;
    volatile TenantViews views;
    volatile Optional<String> owner;
    volatile List<String> copies = List.of();

    private final Listener listener;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Instance(TenantViews views) {
        this(views, Map.of("http.token", OPERATOR));
    }

    Instance(TenantViews views, Map<String, String> settings) {
        this.views = views;
        Map<String, String> all = new HashMap<>(Map.of("http.port", "0"));
        all.putAll(settings);
        HttpSettings http = new HttpSettings(all);
        this.listener = Listener.open(http);
        this.owner = Optional.of(self());
        Quotas quotas = http.quotas();
        Gate gate = new Gate(http.tokens(), http.names(self()), http.loopback(), quotas);
        this.server = new StatusServer(
                listener,
                new StatusServer.Parts(
                        new InstanceRoutes(() -> state, new ObserveProgress(), new OrientProgress(), gate),
                        new TenantRoutes(
                                new TenantQueries(this, Clock.fixed(NOW, ZoneOffset.UTC)),
                                new Peers(http),
                                new Commands(commands::add, Clock.fixed(NOW, ZoneOffset.UTC)),
                                Optional.empty()),
                        new EventStreams(events, http.maxStreams(), 100),
                        events,
                        new InstanceMetrics(),
                        gate,
                        quotas));
        server.start();
    }

    @Override
    public String self() {
        return listener.server();
    }

    @Override
    public Place placeOf(String tenant) {
        return new Place(0, owner, copies);
    }

    @Override
    public List<Place> places() {
        return List.of(placeOf(""));
    }

    @Override
    public Optional<TenantViews> local(int partition) {
        return Optional.ofNullable(views);
    }

    /** A response that conforms to the document. */
    record Answer(int status, JsonNode json, HttpResponse<String> response) {
        Optional<String> header(String name) {
            return response.headers().firstValue(name);
        }

        List<String> texts(String field) {
            List<String> texts = new ArrayList<>();
            json.path("items").forEach(item -> texts.add(item.path(field).asText()));
            return texts;
        }
    }

    Answer get(String path, String... headers) throws IOException, InterruptedException {
        return checked("get", path, send("GET", path, null, headers));
    }

    Answer post(String path, String body, String... headers) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(headers));
        if (body != null) {
            all.addAll(List.of("Content-Type", "application/json"));
        }
        return checked("post", path, send("POST", path, body, all.toArray(new String[0])));
    }

    static String[] bearer(String token) {
        return new String[] {"Authorization", "Bearer " + token};
    }

    HttpResponse<String> send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + path))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static Answer checked(String method, String path, HttpResponse<String> response) throws IOException {
        String route = templateOf(path.replaceFirst("\\?.*", ""));
        JsonNode responses = DOCUMENT.path("paths").path(route).path(method).path("responses");
        JsonNode described = resolved(responses.path(Integer.toString(response.statusCode())));
        if (described.isMissingNode()) {
            described = resolved(responses.path("default"));
        }
        String type = response.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
        JsonNode media = described.path("content").path(type);
        assertThat(media.isMissingNode())
                .as(
                        "%s %s answers %d %s, which the document does not tell: %s",
                        method, route, response.statusCode(), type, response.body())
                .isFalse();
        if (!type.endsWith("json")) {
            return new Answer(response.statusCode(), JSON.nullNode(), response);
        }
        JsonNode json = JSON.readTree(response.body());
        assertThat(errors(media.path("schema"), json))
                .as("%s %s: %s", method, path, response.body())
                .isEmpty();
        return new Answer(response.statusCode(), json, response);
    }

    private static String templateOf(String path) {
        return path.replaceFirst("^/(decisions|incidents)/[^/]+", "/$1/{id}");
    }

    private static JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? DOCUMENT.at(node.path("$ref").asText().substring(1)) : node;
    }

    /** Why a value does not conform to a schema of the document. */
    static List<Error> errors(JsonNode schema, JsonNode value) {
        var whole = JSON.createObjectNode();
        whole.set("components", DOCUMENT.path("components"));
        whole.setAll((com.fasterxml.jackson.databind.node.ObjectNode) schema);
        Schema compiled = SCHEMAS.getSchema(whole);
        Consumer<ExecutionContext> withFormats =
                context -> context.executionConfig(config -> config.formatAssertionsEnabled(true));
        return compiled.validate(value, withFormats);
    }

    @Override
    public void close() {
        server.close();
        listener.close();
    }
}
