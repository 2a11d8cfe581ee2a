package io.aurea.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.aurea.status.Instance.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Who may do what. There are no tenants here, so those let in get 404 or an empty list. */
class GateTest {
    private static final String LIMITED = "limited-token-0123456789";
    private static final String PAUSE = "{\"tenant_id\": \"shop\", \"kind\": \"PAUSE\"}";
    private static final String PAUSE_OTHER = PAUSE.replace("shop", "other");

    @TempDir
    private Path folder;

    private Instance onLoopback() throws IOException {
        return instance(Map.of("http.token", Instance.OPERATOR));
    }

    /** Listens on every address, as behind a proxy. */
    private Instance everywhere() throws IOException {
        return instance(Map.of("http.token", Instance.OPERATOR, "http.host", "0.0.0.0", "behind.proxy", "true"));
    }

    private Instance instance(Map<String, String> settings) throws IOException {
        Path tokens = Files.writeString(
                folder.resolve("tokens"), "# who, what, which\nbob " + LIMITED + " shop,cart # of the shop\n");
        Map<String, String> all = new HashMap<>(settings);
        all.put("http.tokens.file", tokens.toString());
        return new Instance(new NoViews(), all);
    }

    @Test
    void shouldLetAnybodyReadOnLoopbackAndNobodyWriteWithoutAToken() throws Exception {
        try (Instance api = onLoopback()) {
            assertThat(api.get("/tenants").status()).isEqualTo(200);
            assertThat(api.get("/status?tenant=shop").status()).isEqualTo(404);
            assertThat(api.get("/metrics").status()).isEqualTo(200);
            Answer refused = api.post("/commands", PAUSE);
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.header("WWW-Authenticate")).contains("Bearer realm=\"aurea\"");
            assertThat(api.post("/decisions/d-1/approve?tenant=shop", null).status())
                    .isEqualTo(401);
            assertThat(api.commands).isEmpty();
            assertThat(api.post("/commands", PAUSE, Instance.bearer(Instance.OPERATOR))
                            .status())
                    .isEqualTo(202);
        }
    }

    @Test
    void shouldLetNobodyWriteWhereThereIsNoToken() throws Exception {
        try (Instance api = new Instance(new NoViews(), Map.of())) {
            assertThat(api.get("/tenants").status()).isEqualTo(200);
            Answer refused = api.post("/commands", PAUSE);
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.json().path("detail").asText()).contains("http.token");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/tenants",
                "/status?tenant=shop",
                "/controls?tenant=shop",
                "/cycles?tenant=shop",
                "/trends?tenant=shop",
                "/patterns?tenant=shop",
                "/goals?tenant=shop",
                "/decisions?tenant=shop",
                "/decisions/d-1?tenant=shop",
                "/learnings?tenant=shop",
                "/posteriors?tenant=shop",
                "/brain?tenant=shop&q=word",
                "/events",
                "/access",
                "/observe",
                "/metrics"
            })
    void shouldAskForATokenOnAnyOtherAddress(String path) throws Exception {
        try (Instance api = everywhere()) {
            assertThat(api.get(path).status()).isEqualTo(401);
            assertThat(api.get(path, Instance.bearer("another-token-0123456789"))
                            .status())
                    .isEqualTo(401);
            assertThat(api.get(path, "Authorization", "Basic b3BlcmF0b3I6eA==").status())
                    .isEqualTo(401);
            if (!path.equals("/events")) {
                assertThat(api.get(path, Instance.bearer(Instance.OPERATOR)).status())
                        .isNotIn(401, 403);
            }
        }
    }

    @Test
    void shouldServeProbesDocumentAndPageToAnybody() throws Exception {
        try (Instance api = everywhere()) {
            assertThat(api.get("/health/live").status()).isEqualTo(200);
            assertThat(api.get("/health/ready").status()).isEqualTo(200);
            assertThat(api.get("/openapi.json").status()).isEqualTo(200);
            assertThat(api.send("GET", "/", null).statusCode()).isIn(200, 404);
            assertThat(api.send("GET", "/nothing.js", null).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void shouldRefuseAWrongTokenEvenWhereNoneIsNeeded() throws Exception {
        try (Instance api = onLoopback()) {
            assertThat(api.get("/tenants", Instance.bearer("another-token-0123456789"))
                            .status())
                    .isEqualTo(401);
            assertThat(api.get("/access", Instance.bearer(Instance.OPERATOR + "x"))
                            .status())
                    .isEqualTo(401);
            assertThat(api.get("/access").json().path("can_write").asBoolean()).isFalse();
            Answer access = api.get("/access", Instance.bearer(Instance.OPERATOR));
            assertThat(access.json().path("name").asText()).isEqualTo("operator");
            assertThat(access.json().path("tenants").isNull()).isTrue();
            assertThat(access.json().path("can_write").asBoolean()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/status?tenant=other",
                "/controls?tenant=other",
                "/cycles?tenant=other",
                "/trends?tenant=other",
                "/patterns?tenant=other",
                "/goals?tenant=other",
                "/decisions?tenant=other",
                "/decisions/d-1?tenant=other",
                "/learnings?tenant=other",
                "/posteriors?tenant=other",
                "/brain?tenant=other&q=word",
                "/events?tenant=other"
            })
    void shouldLimitATokenToItsTenants(String path) throws Exception {
        try (Instance api = onLoopback();
                Instance remote = everywhere()) {
            assertThat(api.get(path, Instance.bearer(LIMITED)).status()).isEqualTo(403);
            assertThat(remote.get(path, Instance.bearer(LIMITED)).status()).isEqualTo(403);
            if (!path.startsWith("/events")) {
                assertThat(remote.get(path.replace("other", "shop"), Instance.bearer(LIMITED))
                                .status())
                        .isIn(200, 404, 503);
            }
        }
    }

    @Test
    void shouldLimitWhatATokenChanges() throws Exception {
        try (Instance api = everywhere()) {
            assertThat(api.post("/commands", PAUSE_OTHER, Instance.bearer(LIMITED))
                            .status())
                    .isEqualTo(403);
            assertThat(api.post("/decisions/d-1/approve?tenant=other", null, Instance.bearer(LIMITED))
                            .status())
                    .isEqualTo(403);
            assertThat(api.get("/metrics", Instance.bearer(LIMITED)).status()).isEqualTo(403);
            assertThat(api.get("/observe", Instance.bearer(LIMITED)).status()).isEqualTo(403);
            assertThat(api.commands).isEmpty();
            assertThat(api.post("/commands", PAUSE, Instance.bearer(LIMITED)).status())
                    .isEqualTo(202);
            assertThat(api.commands.get(0).getIssuedBy()).isEqualTo("bob");
            assertThat(api.get("/access", Instance.bearer(LIMITED)).json().path("tenants"))
                    .extracting(t -> t.asText())
                    .containsExactly("cart", "shop");
        }
    }

    @Test
    void shouldRefuseAForeignOrigin() throws Exception {
        try (Instance api = onLoopback()) {
            String own = api.server.url();
            assertThat(api.get("/tenants", "Origin", own).status()).isEqualTo(200);
            for (String foreign : new String[] {
                "http://evil.example", "null", "http://127.0.0.1", own + ".evil.example", "http://127.0.0.1:1"
            }) {
                assertThat(api.get("/tenants", "Origin", foreign).status()).isEqualTo(403);
                String[] headers = {"Origin", foreign, "Authorization", "Bearer " + Instance.OPERATOR};
                assertThat(api.post("/commands", PAUSE, headers).status()).isEqualTo(403);
            }
            assertThat(api.get("/tenants", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors")
                            .status())
                    .isEqualTo(403);
            assertThat(api.commands).isEmpty();
        }
    }

    @Test
    void shouldAnswerOnlyToItsOwnNames() throws Exception {
        try (Instance api =
                instance(Map.of("http.token", Instance.OPERATOR, "http.hosts", "aurea.example,Other.Example"))) {
            assertThat(raw(api, "GET /tenants HTTP/1.1", "Host: evil.example")).startsWith("HTTP/1.1 421 ");
            assertThat(raw(api, "GET / HTTP/1.1", "Host: evil.example")).startsWith("HTTP/1.1 421 ");
            assertThat(raw(api, "GET /tenants HTTP/1.1", "Host: 127.0.0.1.evil.example:80"))
                    .startsWith("HTTP/1.1 421 ");
            assertThat(raw(api, "GET /tenants HTTP/1.0")).contains(" 421 ");
            for (String name :
                    new String[] {"localhost", "127.0.0.1:8080", "[::1]:1", "aurea.example", "other.example"}) {
                assertThat(raw(api, "GET /tenants HTTP/1.1", "Host: " + name)).startsWith("HTTP/1.1 200 ");
            }
            assertThat(raw(api, "GET /health/live HTTP/1.1", "Host: 10.1.2.3:8080"))
                    .as("probes call by address")
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    /** Sends what the JDK's client would not. */
    private static String raw(Instance api, String... lines) throws IOException {
        URI url = URI.create(api.server.url());
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            String request = String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            try (InputStream in = socket.getInputStream()) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }

    @Test
    void shouldTellTheBrowserToDoNothingButWhatThePageNeeds() throws Exception {
        try (Instance api = onLoopback()) {
            for (String path : new String[] {"/", "/tenants", "/no-such-thing", "/status"}) {
                var headers = api.send("GET", path, null).headers();
                assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
                        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                        .doesNotContain("unsafe", "*");
                assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
                assertThat(headers.firstValue("Set-Cookie")).isEmpty();
                assertThat(headers.firstValue("Access-Control-Allow-Origin")).isEmpty();
                assertThat(headers.firstValue("Server")).isEmpty();
            }
        }
    }

    @Test
    void shouldNotServeWhatIsNoFileOfThePage() throws Exception {
        try (Instance api = onLoopback()) {
            for (String path : new String[] {
                "/..%2fstatus%2fopenapi.yaml", "/%2e%2e/status/openapi.yaml", "/logback.xml", "/index.html%00.js"
            }) {
                assertThat(api.send("GET", path, null).statusCode()).as(path).isIn(400, 404);
            }
        }
    }

    @Test
    void shouldLogNoToken() throws Exception {
        Logger root = (Logger) LoggerFactory.getLogger("ROOT");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Level before = root.getLevel();
        root.addAppender(log);
        root.setLevel(Level.INFO);
        try (Instance api = everywhere()) {
            api.get("/tenants", Instance.bearer(Instance.OPERATOR));
            api.get("/tenants", Instance.bearer("another-token-0123456789"));
            api.post("/commands", PAUSE, Instance.bearer(LIMITED));
        } finally {
            root.setLevel(before);
            root.detachAppender(log);
        }
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .noneMatch(line -> line.contains("token-0123456789"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/metrics",
                "/metrics/",
                "/observe",
                "/observe/",
                "/%6detrics",
                "//metrics",
                "/metrics?tenant=shop"
            })
    void shouldNotShowTheWholeInstanceToATokenForOneTenant(String path) throws Exception {
        try (Instance remote = everywhere()) {
            assertThat(status(remote, path, Instance.bearer(LIMITED))).isIn(403, 404, 400);
        }
    }

    @Test
    void shouldSayThatSomethingIsNotThereToAnybody() throws Exception {
        try (Instance remote = everywhere()) {
            assertThat(status(remote, "/no/such/path")).isEqualTo(404);
            assertThat(status(remote, "/metrics/more")).isEqualTo(404);
            assertThat(status(remote, "/metrics")).isEqualTo(401);
        }
    }

    /** Of a path that the document does not have to know. */
    private static int status(Instance api, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(api.server.url() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient()
                .send(request.build(), BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void shouldAnswerProbesHoweverManyReadersAndWritersAreSlow() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try (Instance api = onLoopback()) {
            URI url = URI.create(api.server.url());
            for (int i = 0; i < 400; i++) {
                Socket socket = new Socket(url.getHost(), url.getPort());
                slow.add(socket);
                String head = "POST /commands HTTP/1.1\r\nHost: " + url.getAuthority()
                        + "\r\nContent-Type: application/json\r\nContent-Length: 1000\r\nAuthorization: "
                        + Instance.bearer(Instance.OPERATOR)[1] + "\r\n\r\n{";
                socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            }
            for (int i = 0; i < 5; i++) {
                assertThat(api.get("/health/live").status()).isEqualTo(200);
            }
            assertThat(api.get("/tenants").status()).isEqualTo(200);
            for (Socket socket : slow) {
                socket.close();
            }
            await().until(() -> api.get("/tenants").status() == 200);
        }
    }
}
