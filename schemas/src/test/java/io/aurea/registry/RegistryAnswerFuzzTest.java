package io.aurea.registry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.sun.net.httpserver.HttpServer;
import io.aurea.schema.Policy;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a registry answers, it is a schema, an id or nothing, or a refusal that names the registry. The first byte is the
 * status less 200, the others are the body of every answer.
 */
class RegistryAnswerFuzzTest {
    private static HttpServer server;
    private static volatile int status;
    private static volatile byte[] body;
    private static RegistryClient client;
    private static int asked;

    static Stream<byte[]> answers() {
        return Stream.of(
                        "\0{\"id\": 7, \"version\": 1, \"schema\": \"{\\\"type\\\": \\\"record\\\", \\\"name\\\": \\\"A\\\","
                                + " \\\"fields\\\": []}\"}",
                        "\0{\"schema\": \"\\\"string\\\"\", \"references\": [{\"subject\": \"b\", \"version\": 2}]}",
                        "\0{\"compatibilityLevel\": \"FULL\"}",
                        (char) 204 + "{\"error_code\": 40403, \"message\": \"Schema not found\"}",
                        "\0<html>Sign in</html>")
                .map(text -> text.getBytes(ISO_8859_1));
    }

    @BeforeAll
    static void start() throws IOException {
        // Else each answer waits 40 ms for the acknowledgement of its headers.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange;
                    InputStream request = exchange.getRequestBody()) {
                request.readAllBytes();
                byte[] now = body;
                exchange.sendResponseHeaders(
                        status, now.length == 0 || status == 204 || status == 304 ? -1 : now.length);
                exchange.getResponseBody().write(now);
            }
        });
        server.start();
        client = RegistryClient.create(Map.of(
                "schema.registry.url",
                "http://127.0.0.1:" + server.getAddress().getPort(),
                "max.retries",
                0,
                RegistryConfig.CACHE_SIZE_CONFIG,
                1));
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    @MethodSource("answers")
    @Timeout(10)
    @FuzzTest
    void shouldTakeAnAnswerOrSayWhichRegistryGaveNone(byte[] bytes) {
        status = 200 + (bytes.length == 0 ? 0 : bytes[0] & 0xff);
        body = bytes.length == 0
                ? bytes
                : new String(bytes, ISO_8859_1).substring(1).getBytes(ISO_8859_1);
        // Each time another id and subject: what is known is not asked for again.
        asked++;
        try {
            assertThat(client.byId(asked)).isNotNull();
        } catch (SerializationException | RegistryUnavailableException refused) {
            assertThat(refused).hasMessageContaining("127.0.0.1");
        }
        try {
            client.latest("s").ifPresent(latest -> assertThat(latest.schema()).isNotNull());
            client.compatibility("s");
            client.register("s" + asked, Policy.getClassSchema());
        } catch (SerializationException | RegistryUnavailableException refused) {
            assertThat(refused).hasMessageContaining("127.0.0.1");
        }
    }
}
