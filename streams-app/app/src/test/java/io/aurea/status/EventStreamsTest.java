package io.aurea.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EventStreamsTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Instance api =
            new Instance(new NoViews(), Map.of("http.token", Instance.OPERATOR, "http.streams.max", "4"));
    private final List<InputStream> open = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (InputStream stream : open) {
            stream.close();
        }
        api.close();
    }

    private HttpResponse<InputStream> connect(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(api.server.url() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<InputStream> response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        open.add(response.body());
        return response;
    }

    private BufferedReader stream(String path, String... headers) throws Exception {
        HttpResponse<InputStream> response = connect(path, headers);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream; charset=utf-8");
        BufferedReader lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        assertThat(lines.readLine()).as("a comment at once").isEqualTo(":");
        return lines;
    }

    /** The next event's lines, without heartbeats, joined by spaces. */
    private static String next(BufferedReader lines) throws IOException {
        List<String> event = new ArrayList<>();
        while (true) {
            String line = lines.readLine();
            if (line.isEmpty() && !event.isEmpty()) {
                return String.join(" ", event);
            }
            if (!line.isEmpty() && !line.startsWith(":")) {
                event.add(line);
            }
        }
    }

    @Test
    void shouldSendWhatHappensFromNowOnAndOnlyWhatIsWanted() throws Exception {
        api.events.add("cycle", "shop", "{\"n\":0}");
        BufferedReader all = stream("/events");
        BufferedReader some = stream("/events?tenant=shop&types=decision,goal");
        api.events.add("cycle", "shop", "{\"n\":1}");
        api.events.add("decision", "other", "{\"n\":2}");
        api.events.add("decision", "shop", "{\"n\":3}");
        assertThat(next(all)).isEqualTo("event: cycle id: test-2 data: {\"n\":1}");
        assertThat(next(all)).isEqualTo("event: decision id: test-3 data: {\"n\":2}");
        assertThat(next(all)).isEqualTo("event: decision id: test-4 data: {\"n\":3}");
        assertThat(next(some)).isEqualTo("event: decision id: test-4 data: {\"n\":3}");
    }

    @Test
    void shouldGoOnAfterTheLastEventThatWasSeen() throws Exception {
        for (int n = 1; n <= 3; n++) {
            api.events.add("cycle", "shop", "{\"n\":" + n + "}");
        }
        BufferedReader stream = stream("/events", "Last-Event-ID", "test-1");
        assertThat(next(stream)).isEqualTo("event: cycle id: test-2 data: {\"n\":2}");
        assertThat(next(stream)).isEqualTo("event: cycle id: test-3 data: {\"n\":3}");
    }

    @Test
    void shouldSayWhenEventsMayHaveBeenMissed() throws Exception {
        for (int n = 1; n <= 9; n++) {
            api.events.add("cycle", "shop", "{\"n\":" + n + "}");
        }
        BufferedReader behind = stream("/events", "Last-Event-ID", "test-2");
        assertThat(next(behind)).isEqualTo("event: reset id: test-5 data: {}");
        assertThat(next(behind)).isEqualTo("event: cycle id: test-6 data: {\"n\":6}");
        BufferedReader foreign = stream("/events", "Last-Event-ID", "another-2");
        assertThat(next(foreign)).isEqualTo("event: reset id: test-9 data: {}");
        api.events.add("cycle", "shop", "{\"n\":10}");
        assertThat(next(foreign)).isEqualTo("event: cycle id: test-10 data: {\"n\":10}");
    }

    @Test
    void shouldSendACommentWhenNothingHappens() throws Exception {
        BufferedReader stream = stream("/events");
        assertThat(stream.readLine()).isEmpty();
        assertThat(stream.readLine()).isEqualTo(":");
        assertThat(stream.readLine()).isEmpty();
    }

    @Test
    void shouldHaveSoManyStreamsOfOneCallerAndGiveTheRoomOfOneThatHasGone() throws Exception {
        HttpResponse<InputStream> first = connect("/events");
        connect("/events");
        assertRefused(connect("/events"), "there are 2 streams, 2 of this caller; allowed: 4, and 2 of one caller");
        connect("/events", Instance.bearer(Instance.OPERATOR));
        connect("/events", Instance.bearer(Instance.OPERATOR));
        first.body().close();
        Awaitility.await("a place is free again")
                .atMost(Duration.ofSeconds(10))
                .until(() -> connect("/events").statusCode() == 200);
        assertRefused(
                connect("/events", Instance.bearer(Instance.OPERATOR)),
                "there are 4 streams, 2 of this caller; allowed: 4, and 2 of one caller");
    }

    private static void assertRefused(HttpResponse<InputStream> response, String detail) throws IOException {
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
        assertThat(new String(response.body().readAllBytes(), StandardCharsets.UTF_8))
                .contains("urn:aurea:problem:too-many-streams")
                .contains(detail);
    }

    @Test
    void shouldRefuseATypeThatThereIsNot() throws Exception {
        assertThat(api.get("/events?types=cycle,mood").status()).isEqualTo(400);
    }
}
