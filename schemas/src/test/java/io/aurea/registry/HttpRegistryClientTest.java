package io.aurea.registry;

import static io.aurea.registry.StubRegistry.POLICY_ANSWER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aurea.schema.Policy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.utils.Time;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpRegistryClientTest {

    private static final String UNKNOWN_ID = "{\"error_code\": 40403, \"message\": \"Schema not found\"}";

    private StubRegistry stub;

    @BeforeEach
    void start() throws IOException {
        stub = new StubRegistry();
    }

    @AfterEach
    void stop() {
        stub.close();
    }

    @Test
    void shouldAskOnceForEachId() {
        stub.then(200, POLICY_ANSWER);
        RegistryClient client = client(Map.of());

        Schema schema = client.byId(7);

        assertThat(client.byId(7)).isSameAs(schema);
        assertThat(stub.requests()).containsExactly("GET /schemas/ids/7");
        assertThat(stub.authorizations()).containsExactly("");
    }

    @Test
    void shouldKeepNoMoreSchemasThanAllowed() {
        stub.then(200, POLICY_ANSWER);
        RegistryClient client = client(Map.of(RegistryConfig.CACHE_SIZE_CONFIG, 1));

        client.byId(1);
        client.byId(2);
        client.byId(1);

        assertThat(stub.requests()).containsExactly("GET /schemas/ids/1", "GET /schemas/ids/2", "GET /schemas/ids/1");
    }

    @Test
    void shouldTryAgainAfterOverloadAndErrors() {
        stub.then(503, "").then(429, "").then(500, "{\"error_code\": 50001}").then(200, POLICY_ANSWER);

        assertThat(client(Map.of()).byId(7).getName()).isEqualTo("Policy");
        assertThat(stub.requests()).hasSize(4);
    }

    @Test
    void shouldGiveUpAfterTheLastRetryAndSayWhy() {
        stub.then(503, "{\"message\": \"out of order\"}");

        assertThatThrownBy(() -> client(Map.of()).byId(7))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("GET /schemas/ids/7 after 4 attempts")
                .hasMessageContaining("http://" + stub.hostAndPort() + " (HTTP 503: out of order)");
        assertThat(stub.requests()).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void shouldNameWhereARedirectLeadsAndNotFollowIt(int status) {
        stub.thenRedirect(status, "https://ann:secret@sso.example/login");

        assertThatThrownBy(() -> client(Map.of()).byId(7))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("(HTTP " + status + ", a redirect to https://sso.example/login)")
                .hasMessageNotContaining("secret");
        assertThat(stub.requests()).hasSize(1);
    }

    @Test
    void shouldGoOnWithTheUrlThatAnswered() throws IOException {
        try (StubRegistry broken = new StubRegistry()) {
            broken.then(500, "");
            stub.then(200, POLICY_ANSWER);
            RegistryClient client = RegistryClient.create(
                    Map.of("schema.registry.url", "http://" + broken.hostAndPort() + ",http://" + stub.hostAndPort()));

            client.byId(7);
            client.byId(8);

            assertThat(broken.requests()).containsExactly("GET /schemas/ids/7");
            assertThat(stub.requests()).containsExactly("GET /schemas/ids/7", "GET /schemas/ids/8");
        }
    }

    @Test
    void shouldRememberForAWhileThatAnIdIsUnknown() {
        stub.then(404, UNKNOWN_ID);
        RegistryClient remembering = client(Map.of());
        RegistryClient forgetful = client(Map.of(RegistryConfig.MISSING_ID_TTL_CONFIG, 0));

        for (RegistryClient client : new RegistryClient[] {remembering, remembering, forgetful, forgetful}) {
            assertThatThrownBy(() -> client.byId(7))
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining("http://" + stub.hostAndPort() + " knows no schema with id 7")
                    .hasMessageContaining("error code 40403");
        }
        assertThat(stub.requests()).hasSize(3);
    }

    @Test
    void shouldNotBlameTheRecordForAWrongPathOrAProxy() {
        stub.then(404, "<html>no such page</html>").then(404, "{\"error_code\": 404, \"message\": \"HTTP 404\"}");
        RegistryClient client = client(Map.of());

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> client.byId(7))
                    .isInstanceOf(RegistryUnavailableException.class)
                    .hasMessageContaining("schema id 7")
                    .hasMessageContaining("schema.registry.url");
        }
    }

    @Test
    void shouldNotBlameTheRecordForRefusedCredentials() {
        stub.then(401, "");

        assertThatThrownBy(() -> client(Map.of()).byId(7))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("http://" + stub.hostAndPort() + " refuses")
                .hasMessageContaining("basic.auth.credentials.source");
        assertThat(stub.requests()).hasSize(1);
    }

    @Test
    void shouldBlameTheSchemaThatIsNoAvro() {
        stub.then(200, "{\"schema\": \"syntax = proto3\", \"schemaType\": \"PROTOBUF\"}");

        assertThatThrownBy(() -> client(Map.of()).byId(7))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("schema id 7")
                .hasMessageContaining("PROTOBUF");
    }

    @Test
    void shouldReadWhatASchemaRefersTo() {
        stub.then(
                        200,
                        "{\"schema\": \"{\\\"type\\\": \\\"record\\\", \\\"name\\\": \\\"Outer\\\", \\\"fields\\\":"
                                + " [{\\\"name\\\": \\\"inner\\\", \\\"type\\\": \\\"Policy\\\"}]}\", \"references\":"
                                + " [{\"name\": \"Policy\", \"subject\": \"policies value\", \"version\": 2}]}")
                .then(200, POLICY_ANSWER);

        Schema schema = client(Map.of()).byId(7);

        assertThat(schema.getField("inner").schema().getName()).isEqualTo("Policy");
        assertThat(stub.requests()).containsExactly("GET /schemas/ids/7", "GET /subjects/policies%20value/versions/2");
    }

    @Test
    void shouldSayWhichSubjectDoesNotTakeASchema() {
        stub.then(422, "{\"error_code\": 42201, \"message\": \"Invalid schema\"}");

        assertThatThrownBy(() -> client(Map.of()).register("policies-value", Policy.getClassSchema()))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("http://" + stub.hostAndPort())
                .hasMessageContaining("subject policies-value")
                .hasMessageContaining("Invalid schema");
    }

    @Test
    void shouldSendUserAndPassword() {
        stub.then(200, POLICY_ANSWER);

        client(Map.of("basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", "ann:s3:cret"))
                .byId(1);
        client(Map.of(
                        "schema.registry.basic.auth.credentials.source",
                        "USER_INFO",
                        "schema.registry.basic.auth.user.info",
                        "bob:secret"))
                .byId(1);
        RegistryClient fromUrl =
                RegistryClient.create(Map.of("schema.registry.url", "http://eve:s%40cret@" + stub.hostAndPort() + "/"));
        fromUrl.byId(1);

        assertThat(stub.authorizations())
                .containsExactly(basic("ann:s3:cret"), basic("bob:secret"), basic("eve:s@cret"));
        assertThat(fromUrl).hasToString("schema registry http://" + stub.hostAndPort());
    }

    @Test
    void shouldSendAToken() {
        stub.then(200, POLICY_ANSWER);

        client(Map.of("bearer.auth.credentials.source", "STATIC_TOKEN", "bearer.auth.token", "t0ken"))
                .byId(1);

        assertThat(stub.authorizations()).containsExactly("Bearer t0ken");
    }

    private RegistryClient client(Map<String, Object> settings) {
        Map<String, Object> configs = new HashMap<>(settings);
        configs.put("schema.registry.url", "http://" + stub.hostAndPort());
        configs.put("max.retries", 3);
        configs.put("retries.wait.ms", 1);
        return RegistryClient.create(configs);
    }

    private static String basic(String userInfo) {
        return "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
    }

    /** A server that accepts, and says this much of an answer, and no more. */
    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"sche"})
    @Timeout(20)
    void shouldGiveUpAtTheDeadlineHoweverTheRegistryHangs(String answer) throws Exception {
        try (ServerSocket hanging = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> hang(hanging, answer));
            server.setDaemon(true);
            server.start();
            RegistryClient client = RegistryClient.create(Map.of(
                    "schema.registry.url",
                    "http://127.0.0.1:" + hanging.getLocalPort(),
                    RegistryConfig.DEADLINE_CONFIG,
                    "1500",
                    RegistryConfig.READ_TIMEOUT_CONFIG,
                    "1000"));
            long began = System.nanoTime();

            assertThatThrownBy(() -> client.byId(1))
                    .isInstanceOf(RegistryUnavailableException.class)
                    .hasMessageContaining("after 2 attempts")
                    .hasMessageContaining("HttpTimeoutException");

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));
        }
    }

    @Test
    void shouldGiveUpAtTheDeadlineAlthoughTheTimeOfDayIsSetBack() {
        stub.then(503, "");
        RegistryConfig config = new RegistryConfig(Map.of(
                "schema.registry.url",
                "http://" + stub.hostAndPort(),
                RegistryConfig.DEADLINE_CONFIG,
                "1500",
                RegistryConfig.MAX_RETRIES_CONFIG,
                "100",
                RegistryConfig.RETRY_WAIT_CONFIG,
                "500",
                RegistryConfig.RETRY_MAX_WAIT_CONFIG,
                "500"));

        assertThatThrownBy(() -> new HttpRegistryClient(config, new SetBack()).byId(1))
                .isInstanceOf(RegistryUnavailableException.class);

        assertThat(stub.requests()).hasSizeBetween(3, 4);
    }

    /** Passes only while somebody sleeps, and each time the time of day goes back an hour. */
    private static final class SetBack implements Time {
        private long elapsedMs;

        @Override
        public long milliseconds() {
            return 1_700_000_000_000L - elapsedMs * 3_600_000;
        }

        @Override
        public long nanoseconds() {
            return TimeUnit.MILLISECONDS.toNanos(elapsedMs);
        }

        @Override
        public void sleep(long ms) {
            elapsedMs += ms;
        }

        @Override
        public void waitObject(Object object, Supplier<Boolean> condition, long deadlineMs) {
            throw new UnsupportedOperationException();
        }
    }

    private static void hang(ServerSocket hanging, String answer) {
        List<Socket> open = new ArrayList<>();
        try {
            while (true) {
                open.add(hanging.accept());
                open.get(open.size() - 1).getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }
}
