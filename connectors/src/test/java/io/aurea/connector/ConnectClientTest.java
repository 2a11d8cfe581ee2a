package io.aurea.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a worker that requires TLS and a password. */
class ConnectClientTest {

    private static final String STORE_PASSWORD = "changeit";
    private static final String STATUS = """
            {"connector": {"state": "RUNNING"}, "tasks": [{"id": 0, "state": "RUNNING", "worker_id": "w"}]}""";

    @TempDir
    Path folder;

    private HttpServer worker;
    private Path store;

    @BeforeEach
    void start() throws Exception {
        store = keyStore();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, STORE_PASSWORD.toCharArray());
        }
        KeyManagerFactory identity = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        identity.init(keys, STORE_PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(identity.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/base/connectors/sink/status", request -> {
                    byte[] body = STATUS.getBytes(StandardCharsets.UTF_8);
                    request.sendResponseHeaders(200, body.length);
                    request.getResponseBody().write(body);
                    request.close();
                })
                .setAuthenticator(new BasicAuthenticator("connect") {
                    @Override
                    public boolean checkCredentials(String user, String password) {
                        return user.equals("me") && password.equals("a:b@c");
                    }
                });
        server.start();
        worker = server;
    }

    @AfterEach
    void stop() {
        worker.stop(0);
    }

    @Test
    void shouldSpeakTlsAndSayWhoItIs() {
        assertThat(client(Map.of("connect.basic.auth.user.info", "me:a:b@c")).status("sink"))
                .hasValueSatisfying(state -> assertThat(state.isRunning()).isTrue());
        assertThat(client(Map.of("connect.url", url("me:a%3Ab%40c@"))).status("sink"))
                .hasValueSatisfying(state -> assertThat(state.isRunning()).isTrue());
    }

    @Test
    void shouldWaitForAWorkerThatDoesNotKnowItsPathsYet() {
        AtomicInteger asked = new AtomicInteger();
        worker.createContext("/base/", request -> {
            boolean started = asked.incrementAndGet() > 3;
            byte[] body =
                    (started ? "{\"version\": \"4.3.1\"}" : "<html>Not Found</html>").getBytes(StandardCharsets.UTF_8);
            request.sendResponseHeaders(started ? 200 : 404, body.length);
            request.getResponseBody().write(body);
            request.close();
        });

        client(Map.of(), Duration.ofSeconds(30)).requireVersion();

        assertThat(asked).hasValue(4);
    }

    @Test
    void shouldGiveUpWhatKnowsNoPathsAtAll() {
        assertThatThrownBy(() -> client(Map.of(), Duration.ofMillis(200)).requireVersion())
                .isInstanceOf(ConnectClientException.class)
                .hasMessageContaining("(404) is not a Connect worker");
    }

    @Test
    void shouldBeRefusedAtOnceWithoutThePasswordAndNotShowIt() {
        assertThatThrownBy(() -> client(Map.of("connect.url", url("me:wrong@"))).status("sink"))
                .isInstanceOf(ConnectClientException.class)
                .hasMessageContaining(url("") + " answers GET /connectors/sink/status with 401")
                .hasMessageNotContaining("wrong");
    }

    @Test
    void shouldTrustNoCertificateButThoseOfTheTruststore() {
        Map<String, String> distrusting = new HashMap<>(Map.of("connect.basic.auth.user.info", "me:a:b@c"));
        distrusting.put("connect.ssl.truststore.location", null);
        distrusting.put("connect.ssl.truststore.password", null);

        assertThatThrownBy(() -> client(distrusting).status("sink"))
                .isInstanceOf(ConnectClientException.class)
                .hasMessageStartingWith("cannot reach the Connect worker at " + url(""));
    }

    @Test
    void shouldRefuseSettingsThatCannotBeMeant() {
        assertThatThrownBy(() -> client(Map.of("connect.basic.auth.user.info", "me")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("connect.basic.auth.user.info: must be user:password");
        assertThatThrownBy(() -> client(Map.of("connect.url", "worker:8083")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("connect.url: must be an http:// or https:// url with a host");
    }

    private ConnectClient client(Map<String, String> settings) {
        return client(settings, Duration.ZERO);
    }

    private ConnectClient client(Map<String, String> settings, Duration patience) {
        Map<String, String> all = new HashMap<>(Map.of(
                "connect.url",
                url(""),
                "connect.ssl.truststore.location",
                store.toString(),
                "connect.ssl.truststore.password",
                STORE_PASSWORD,
                "connect.ssl.truststore.type",
                "PKCS12",
                // The settings for the brokers, which share the file, are not the worker's.
                "ssl.truststore.location",
                "/no/such/file"));
        all.putAll(settings);
        return new ConnectClient(new ConnectConfig(all).endpoint(), patience);
    }

    private String url(String userInfo) {
        return "https://" + userInfo + "127.0.0.1:" + worker.getAddress().getPort() + "/base";
    }

    /** One self-signed key, which serves as keystore and as truststore. */
    private Path keyStore() throws IOException, InterruptedException {
        Path file = folder.resolve("worker.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "worker",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=worker",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        STORE_PASSWORD)
                .redirectErrorStream(true)
                .start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(output).isZero();
        return file;
    }
}
