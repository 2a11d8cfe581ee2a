package io.aurea.status;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the server refuses before a route is asked, by what is on the wire. */
class ServerErrorsTest {
    private static final JsonMapper JSON = new JsonMapper();

    private Instance api;

    @BeforeEach
    void start() {
        api = new Instance(new NoViews(), Map.of("http.token", Instance.OPERATOR));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    /** LONG is 20,000 characters, HOST the header of the API's own name. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | GET HTTP/1.1\\r\\n",
                "400 | \\1\\2\\r\\n",
                "400 | GET /tenants HTTP/9.7\\r\\n",
                "400 | GET /tenants\\r\\n",
                "400 | GET /tenants HTTP/1.1\\r\\nNo header\\r\\n",
                "400 | GET /tenants HTTP/1.1\\r\\nHost: a\\r\\nHost: b\\r\\n",
                "400 | GET /tenants HTTP/1.1\\r\\nHOSTContent-Length: x\\r\\n",
                "400 | GET /tenants HTTP/1.1\\r\\nHOSTContent-Length: 5\\r\\nTransfer-Encoding: chunked\\r\\n",
                "400 | GET /tenants HTTP/1.1\\r\\nHOSTTransfer-Encoding: unheard\\r\\n",
                "400 | POST /commands HTTP/1.1\\r\\nHOSTTransfer-Encoding: chunked\\r\\n\\r\\nno size\\r\\n",
                "404 | GET /a/%2e%2e/b HTTP/1.1\\r\\nHOST",
                "404 | GET /a%2fb HTTP/1.1\\r\\nHOST",
                "400 | GET /%zz HTTP/1.1\\r\\nHOST",
                "431 | GET /tenants HTTP/1.1\\r\\nHOSTX-Large: LONG\\r\\n",
                "414 | GET /LONG HTTP/1.1\\r\\nHOST",
                "404 | GET /no/such/path HTTP/1.1\\r\\nHOST",
                "404 | BREW /tenants/shop HTTP/1.1\\r\\nHOST",
                "405 | POST /tenants HTTP/1.1\\r\\nHOST",
                "405 | TRACE /tenants HTTP/1.1\\r\\nHOST",
                "405 | BREW /tenants HTTP/1.1\\r\\nHOST",
                "421 | GET /tenants HTTP/1.1\\r\\nHost: evil.example\\r\\n"
            })
    void shouldRefuseInTheSameFormAndWithTheSameHeaders(int status, String request) throws IOException {
        URI url = URI.create(api.server.url());
        String sent = request.translateEscapes()
                .replace("HOST", "Host: " + url.getAuthority() + "\r\n")
                .replace("LONG", "x".repeat(20_000));
        String answer;
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write((sent + "Connection: close\r\n\r\n").getBytes(US_ASCII));
            answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
        assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
        Gate.HEADERS.forEach((name, value) -> assertThat(answer).contains("\r\n" + name + ": " + value + "\r\n"));
        assertThat(answer)
                .containsIgnoringCase("\r\nContent-Type: application/problem+json\r\n")
                .doesNotContain("\r\nServer:", "Jetty", "jetty", "org.eclipse", "xxxxxxxxxx");
        JsonNode problem = JSON.readTree(answer.substring(answer.indexOf("\r\n\r\n")));
        assertThat(Instance.errors(OpenApi.document().at("/components/schemas/Problem"), problem))
                .isEmpty();
        assertThat(problem.path("status").asInt()).isEqualTo(status);
    }
}
