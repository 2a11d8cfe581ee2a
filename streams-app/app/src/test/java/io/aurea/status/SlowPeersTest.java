package io.aurea.status;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.aurea.status.Instance.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;

/** Peers that send or read slowly, or not at all. */
class SlowPeersTest {
    private static final int DEADLINE_MS = 400;
    /** A machine that is busy with something else answers late, but does. */
    private static final int PATIENCE_MS = 20_000;

    private static final Map<String, String> SHORT = Map.of(
            "http.token", Instance.OPERATOR,
            "http.request.deadline.ms", Integer.toString(DEADLINE_MS),
            "http.response.deadline.ms", Integer.toString(DEADLINE_MS));

    private static Instance instance() {
        return new Instance(new NoViews(), SHORT);
    }

    private static Socket connect(Instance api) throws IOException {
        URI url = URI.create(api.server.url());
        Socket socket = new Socket();
        // Little, so that the server soon notices that nobody reads.
        socket.setReceiveBufferSize(4_096);
        socket.connect(new java.net.InetSocketAddress(url.getHost(), url.getPort()));
        socket.setSoTimeout(PATIENCE_MS);
        return socket;
    }

    private static String head(Instance api, String... lines) {
        return String.join("\r\n", lines) + "\r\nHost: "
                + URI.create(api.server.url()).getAuthority() + "\r\n\r\n";
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(US_ASCII));
    }

    /** Sends a byte now and then until the server has had enough; returns what it says. */
    private static String dribble(Socket socket, String text) {
        int[] next = {0};
        try {
            await().pollInterval(Duration.ofMillis(20))
                    .atMost(Duration.ofMillis(PATIENCE_MS))
                    .until(() -> {
                        if (socket.getInputStream().available() > 0) {
                            return true;
                        }
                        try {
                            socket.getOutputStream().write(text.charAt(next[0]++ % text.length()));
                            return false;
                        } catch (SocketException closed) {
                            return true;
                        }
                    });
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        } catch (ConditionTimeoutException | IOException e) {
            throw new AssertionError("the server waits for ever", e);
        }
    }

    private static double metric(Instance api, String name) throws Exception {
        String all = api.send("GET", "/metrics", null).body();
        return all.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not in " + all));
    }

    private static void assertTimeout(String answer) {
        assertThat(answer)
                .startsWith("HTTP/1.1 408 ")
                .containsIgnoringCase("\r\nConnection: close\r\n")
                .contains("\r\nContent-Type: application/problem+json\r\n", "urn:aurea:problem:request-timeout")
                .contains("http.request.deadline.ms");
        Gate.HEADERS.forEach((name, value) -> assertThat(answer).contains("\r\n" + name + ": " + value + "\r\n"));
    }

    @Test
    void shouldEndABodyThatComesByteByByte() throws Exception {
        try (Instance api = instance();
                Socket slow = connect(api)) {
            send(
                    slow,
                    head(
                            api,
                            "POST /commands HTTP/1.1",
                            "Content-Type: application/json",
                            "Content-Length: 10000",
                            "Authorization: Bearer " + Instance.OPERATOR));
            assertTimeout(dribble(slow, " "));
            assertThat(api.commands).isEmpty();
            assertThat(metric(api, "aurea_api_late_requests_total")).isEqualTo(1);
            assertThat(metric(api, "aurea_api_late_responses_total")).isZero();
        }
    }

    @Test
    void shouldEndChunksThatNeverEnd() throws Exception {
        try (Instance api = instance();
                Socket slow = connect(api)) {
            send(slow, head(api, "POST /commands HTTP/1.1", "Transfer-Encoding: chunked"));
            assertTimeout(dribble(slow, "1\r\n \r\n"));
            assertThat(metric(api, "aurea_api_late_requests_total")).isEqualTo(1);
        }
    }

    @Test
    void shouldEndAHeadThatComesByteByByteAlsoOfALaterRequest() throws Exception {
        try (Instance api = instance();
                Socket slow = connect(api)) {
            send(slow, "GET /tenants HTTP/1.1\r\nX-Slow: ");
            assertTimeout(dribble(slow, "x"));
        }
        try (Instance api = instance();
                Socket later = connect(api)) {
            send(later, head(api, "GET /health/live HTTP/1.1"));
            StringBuilder first = new StringBuilder();
            while (first.indexOf("}") < 0) {
                first.append((char) later.getInputStream().read());
            }
            assertThat(first.toString()).startsWith("HTTP/1.1 200 ");
            send(later, "GET /");
            assertThat(dribble(later, "a")).contains("HTTP/1.1 408 ").contains("urn:aurea:problem:request-timeout");
            assertThat(metric(api, "aurea_api_late_requests_total")).isEqualTo(1);
        }
    }

    @Test
    void shouldTakeABodyInPiecesWithinTheTime() throws Exception {
        try (Instance api = new Instance(new NoViews());
                Socket peer = connect(api)) {
            String body = "{\"tenant_id\": \"shop\", \"kind\": \"PAUSE\"}";
            send(
                    peer,
                    head(
                            api,
                            "POST /commands HTTP/1.1",
                            "Connection: close",
                            "Content-Type: application/json",
                            "Content-Length: " + body.length(),
                            "Authorization: Bearer " + Instance.OPERATOR));
            for (String piece : body.split("(?<=,)|(?<=:)")) {
                send(peer, piece);
            }
            assertThat(new String(peer.getInputStream().readAllBytes(), UTF_8)).startsWith("HTTP/1.1 202 ");
            assertThat(api.commands).hasSize(1);
            assertThat(metric(api, "aurea_api_late_requests_total")).isZero();
        }
    }

    @Test
    void shouldRefuseABodyThatIsTooLargeWithoutReadingAllOfIt() throws Exception {
        try (Instance api = new Instance(new NoViews());
                Socket peer = connect(api)) {
            send(
                    peer,
                    head(
                            api,
                            "POST /commands HTTP/1.1",
                            "Content-Type: application/json",
                            "Content-Length: 1000000000",
                            "Authorization: Bearer " + Instance.OPERATOR));
            send(peer, " ".repeat(Commands.MAX_BODY + 1));
            byte[] answer = peer.getInputStream().readNBytes(13);
            assertThat(new String(answer, US_ASCII)).isEqualTo("HTTP/1.1 413 ");
            assertThat(api.commands).isEmpty();
        }
    }

    @Test
    void shouldEndAResponseThatNobodyReads() throws Exception {
        try (Instance api = instance();
                Socket slow = connect(api)) {
            slow.setSoTimeout(PATIENCE_MS);
            String request = head(api, "GET /openapi.json HTTP/1.1");
            OutputStream out = slow.getOutputStream();
            Thread writer = new Thread(() -> {
                try {
                    for (int i = 0; i < 5_000; i++) {
                        out.write(request.getBytes(US_ASCII));
                    }
                } catch (IOException ended) {
                    // As it should be.
                }
            });
            writer.start();
            await().until(() -> metric(api, "aurea_api_late_responses_total") == 1);
            writer.join(PATIENCE_MS);
            assertThat(writer.isAlive()).isFalse();
            assertThat(metric(api, "aurea_api_late_requests_total")).isZero();
        }
    }

    @Test
    void shouldEndAStreamThatNobodyReadsAndCountIt() throws Exception {
        try (Instance api = instance();
                Socket slow = connect(api);
                Socket quick = connect(api)) {
            send(slow, head(api, "GET /events HTTP/1.1"));
            send(quick, head(api, "GET /events HTTP/1.1"));
            await().until(() -> metric(api, "aurea_api_streams") == 2);
            Thread reader = new Thread(() -> {
                try {
                    quick.getInputStream().readAllBytes();
                } catch (IOException ended) {
                    // With the instance.
                }
            });
            reader.start();
            String data = "\"" + "x".repeat(100_000) + "\"";
            await().pollInterval(Duration.ofMillis(5)).until(() -> {
                api.events.add("cycle", "shop", data);
                return metric(api, "aurea_api_late_responses_total") > 0;
            });
            await().until(() -> metric(api, "aurea_api_streams") == 1);
            assertThat(metric(api, "aurea_api_late_responses_total")).isEqualTo(1);
        }
    }

    @Test
    void shouldKeepAStreamOpenWhereNothingHappensForLongerThanAResponseMayTake() throws Exception {
        try (Instance api = instance();
                Socket peer = connect(api)) {
            send(peer, head(api, "GET /events HTTP/1.1"));
            // A comment every 100 ms: so many take twice the deadline.
            byte[] read = peer.getInputStream().readNBytes(20 * ":\n\n".length() + 600);
            assertThat(new String(read, UTF_8)).contains(":\n\n");
            assertThat(metric(api, "aurea_api_streams")).isEqualTo(1);
            assertThat(metric(api, "aurea_api_late_responses_total")).isZero();
        }
    }

    @Test
    void shouldEndTheSilentOnesWhenThereAreTooManyConnections() throws Exception {
        List<Socket> silent = new ArrayList<>();
        try (Instance api = new Instance(new NoViews(), Map.of("http.request.deadline.ms", "600000"))) {
            for (int i = 0; i < Connections.MOST + 100; i++) {
                silent.add(connect(api));
            }
            Answer answer = api.get("/health/live");
            assertThat(answer.status()).isEqualTo(200);
            await().until(() -> metric(api, "aurea_api_connections") <= Connections.MOST);
            assertThat(metric(api, "aurea_api_crowded_out_total")).isGreaterThanOrEqualTo(100);
            assertThat(silent.get(0).getInputStream().read())
                    .as("the first one is ended")
                    .isEqualTo(-1);
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }
}
