package io.aurea.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aurea.status.HttpSettings;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts that fail. */
class StreamsApplicationTest {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    @TempDir
    private Path state;

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, HERE)) {
            return socket.getLocalPort();
        }
    }

    /** Nobody listens for its brokers. */
    private StreamsApplication start(int httpPort) throws IOException {
        Map<String, String> settings = new HashMap<>(Map.of(
                "bootstrap.servers",
                "127.0.0.1:" + free(),
                "schema.registry.url",
                "http://127.0.0.1:" + free(),
                "state.dir",
                state.toString(),
                "http.port",
                Integer.toString(httpPort)));
        return new StreamsApplication(
                new AppSettings(settings), new HttpSettings(settings), Optional.empty(), Duration.ofSeconds(1));
    }

    @Test
    void shouldGiveThePortBackWhenTheBrokersDoNotAnswer() throws IOException {
        int port = free();
        assertThatThrownBy(() -> start(port)).isInstanceOf(KafkaException.class).hasMessageContaining("127.0.0.1:");
        try (ServerSocket next = new ServerSocket(port, 1, HERE)) {
            assertThat(next.isBound()).isTrue();
        }
    }

    @Test
    void shouldNameThePortThatIsTaken() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, HERE)) {
            int port = other.getLocalPort();
            assertThatThrownBy(() -> start(port))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("cannot listen on http.port " + port + " of http.host 127.0.0.1: ")
                    .hasCauseInstanceOf(BindException.class);
        }
    }
}
