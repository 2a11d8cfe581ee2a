package io.aurea.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each server on a port that another program holds, and one that takes too long. */
class PortTakenIT {
    private static final ServerFiles FILES = ServerFiles.ofHome();

    @TempDir
    private Path data;

    private static void assertTaken(String name, IntFunction<Server> start) throws Exception {
        try (ServerSocket other = new ServerSocket(Ports.free(), 1, InetAddress.getByName("127.0.0.1"))) {
            int port = other.getLocalPort();
            assertThatThrownBy(() -> start.apply(port))
                    .isInstanceOf(PortTakenException.class)
                    .hasMessageContaining(
                            name + " cannot listen on port " + port + " of 127.0.0.1, which another program");
        }
    }

    @Test
    void shouldSayThatThePortOfPostgresOrTheRegistryIsTaken() throws Exception {
        assertTaken("postgres", port -> PostgresServer.start(FILES, data, port));
        assertTaken("registry", port -> RegistryServer.start(FILES, data, port));
    }

    @Test
    void shouldSayThatThePortOfTheBrokerOrTheWorkerIsTakenAndStartOnAnother() throws Exception {
        assertTaken("kafka", port -> KafkaServer.start(FILES, data, port));
        try (KafkaServer kafka = KafkaServer.start(FILES, data, 0)) {
            LocalSettings settings = LocalSettings.in(data);
            assertTaken("connect", port -> ConnectServer.start(settings, kafka.bootstrapServers(), port));
            assertThat(kafka.failure()).isEmpty();
        }
    }

    @Test
    void shouldSayWhichServerDidNotAnswerInTime() {
        assertThatThrownBy(() -> RegistryServer.start(FILES, data, 0, Duration.ofMillis(200)))
                .isExactlyInstanceOf(LocalStackException.class)
                .hasMessageContaining("registry did not answer on port")
                .hasMessageContaining("within 200 ms");
    }
}
