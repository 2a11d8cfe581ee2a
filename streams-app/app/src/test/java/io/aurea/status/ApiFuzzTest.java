package io.aurea.status;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.BugDetectors;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a request is, it is answered, and never with an error of the server itself. The bytes are the path with its
 * query, and behind the first line's end the body.
 */
class ApiFuzzTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LINE_END = "\r\n";

    private static Instance api;
    private static Socket socket;
    private static InputStream in;

    static Stream<byte[]> requests() {
        return Stream.of(
                        "/tenants",
                        "/status?tenant=shop",
                        "/cycles?tenant=shop&limit=5&from=2026-01-01T00:00:00Z",
                        "/decisions?tenant=shop&state=OPEN&cursor=YQ",
                        "/brain?tenant=shop&q=word",
                        "/commands\n{\"tenant_id\":\"shop\",\"kind\":\"PAUSE\",\"reason\":\"why\"}",
                        "/commands\n{\"tenant_id\":\"shop\",\"kind\":\"MAINTENANCE\",\"ends_at\":\"2026-01-01T00:00:00Z\"}",
                        "/commands\n{\"tenant_id\":\"shop\",\"kind\":\"AUTONOMY\",\"autonomy_level\":50}",
                        "/decisions/d-1/approve?tenant=shop\n{\"reason\":\"why\"}")
                .map(text -> text.getBytes(ISO_8859_1));
    }

    @BeforeAll
    static void start() {
        api = new Instance(
                new NoViews(), Map.of("http.token", Instance.OPERATOR, "http.max.requests.per.address", "1000"));
    }

    @AfterAll
    static void stop() throws IOException {
        hangUp();
        api.close();
    }

    @MethodSource("requests")
    @Timeout(20)
    @FuzzTest
    void shouldAnswerARequestAndNeverFailItself(byte[] bytes) throws IOException {
        BugDetectors.allowNetworkConnections();
        api.commands.clear();
        int end = 0;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        byte[] body = new byte[Math.max(0, bytes.length - end - 1)];
        System.arraycopy(bytes, bytes.length - body.length, body, 0, body.length);
        String path = new String(bytes, 0, end, ISO_8859_1).replaceAll("[\\x00-\\x20]", "");
        if (path.startsWith("/events")) {
            return;
        }
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(((body.length == 0 ? "GET /" : "POST /") + path.replaceFirst("^/", "") + " HTTP/1.1"
                        + LINE_END
                        + "Host: 127.0.0.1" + LINE_END + "Authorization: Bearer " + Instance.OPERATOR + LINE_END
                        + "Content-Type: application/json" + LINE_END + "Content-Length: " + body.length + LINE_END
                        + LINE_END)
                .getBytes(ISO_8859_1));
        request.writeBytes(body);
        String status = answer(request.toByteArray());
        // There is neither database nor another instance here.
        assertThat(status).matches("[234]\\d\\d|503");
        api.commands.forEach(command -> assertThat(command.getTenantId()).isNotBlank());
    }

    /** The status; of a refusal the reason is checked too. */
    private static String answer(byte[] request) throws IOException {
        boolean kept = socket != null;
        try {
            return answerOnce(request);
        } catch (IOException hungUp) {
            hangUp();
            if (!kept) {
                throw hungUp;
            }
            // A connection that was kept may have been ended for having been silent too long.
            return answerOnce(request);
        }
    }

    private static String answerOnce(byte[] request) throws IOException {
        if (socket == null) {
            URI at = URI.create(api.server.url());
            socket = new Socket(InetAddress.getLoopbackAddress(), at.getPort());
            socket.setSoTimeout(10_000);
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream());
        }
        socket.getOutputStream().write(request);
        String first = line();
        String status = first.split(" ", 3)[1];
        int length = 0;
        boolean close = false;
        boolean problem = false;
        boolean chunked = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(java.util.Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(lower.substring(15).strip());
            }
            close |= lower.equals("connection: close");
            problem |= lower.startsWith("content-type: application/problem+json");
            chunked |= lower.startsWith("transfer-encoding:");
        }
        byte[] body = chunked ? new byte[0] : in.readNBytes(length);
        if (problem && !chunked) {
            assertThat(JSON.readTree(body).path("detail").asText()).isNotBlank();
        }
        if (close || chunked) {
            hangUp();
        }
        return status;
    }

    private static String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the server hung up after: " + line);
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private static void hangUp() throws IOException {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }
}
