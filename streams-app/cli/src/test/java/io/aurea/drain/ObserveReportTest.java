package io.aurea.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ObserveReportTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final List<HttpServer> instances = new ArrayList<>();

    @AfterEach
    void stop() {
        instances.forEach(instance -> instance.stop(0));
    }

    @Test
    void shouldAddUpAllInstancesAndTakeAPartitionThatMovesOnce() throws Exception {
        String one = instance(partition(0, 10, 5_000), partition(1, 20, 6_000));
        String other = instance(partition(1, 25, 7_000), partition(2, 30, 8_000));

        ObserveReport report =
                ObserveReport.fetch(List.of(one, other), HttpClient.newHttpClient(), Optional.empty(), LIMIT);

        assertThat(report.partitions()).isEqualTo(3);
        assertThat(report.watermark()).isEqualTo(5_000);
        assertThat(report.openUntil()).isEqualTo(8_001);
        assertThat(report).hasToString("read 65 windowed 65 late 0 rejected 0 ticks 0 open 3");
    }

    @Test
    void shouldNameTheInstanceThatDoesNotAnswer() throws Exception {
        String one = instance(partition(0, 10, 5_000));
        String gone = instance();
        instances.get(1).stop(0);

        assertThatThrownBy(() ->
                        ObserveReport.fetch(List.of(one, gone), HttpClient.newHttpClient(), Optional.empty(), LIMIT))
                .isInstanceOf(IOException.class)
                .hasMessage(gone + "/observe: ConnectException");
    }

    private static String partition(int number, long read, long watermark) {
        return """
                {"partition": %d, "read": %d, "windowed": %d, "open": 1, "watermark": %d, "open_until": %d}""".formatted(number, read, read, watermark, watermark + 1);
    }

    private String instance(String... partitions) throws IOException {
        byte[] body = ("{\"partitions\": [" + String.join(",", partitions) + "]}").getBytes(StandardCharsets.UTF_8);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/observe", request -> {
            request.sendResponseHeaders(200, body.length);
            request.getResponseBody().write(body);
            request.close();
        });
        server.start();
        instances.add(server);
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }
}
