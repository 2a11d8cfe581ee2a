package io.aurea.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortsTest {
    @Test
    void shouldKeepPortsThatNobodyUses() {
        Ports wanted = Ports.FREE.available();

        assertThat(wanted.available()).isEqualTo(wanted);
    }

    @Test
    void shouldReplaceATakenPortAndNoOther() throws IOException {
        Ports wanted = Ports.FREE.available();
        try (ServerSocket other = new ServerSocket(wanted.registry(), 1, InetAddress.getByName("127.0.0.1"))) {
            Ports got = wanted.available();

            assertThat(got.registry()).isNotEqualTo(other.getLocalPort()).isPositive();
            assertThat(got).isEqualTo(new Ports(wanted.kafka(), got.registry(), wanted.connect(), wanted.postgres()));
        }
    }

    @Test
    void shouldGiveEachServerItsOwnPort() {
        int port = Ports.free();

        Ports got = new Ports(port, port, port, port).available();

        assertThat(got.kafka()).isEqualTo(port);
        assertThat(new int[] {got.kafka(), got.registry(), got.connect(), got.postgres()})
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldChooseNoPortThatIsAboutToBeTaken() {
        Set<Integer> even = IntStream.range(0, 32_768).map(i -> 2 * i).boxed().collect(Collectors.toSet());

        for (int i = 0; i < 20; i++) {
            assertThat(Ports.freeBeside(even)).isOdd();
        }
    }

    @Test
    void shouldRefuseWhatIsNoPort() {
        assertThatThrownBy(() -> new Ports(0, 0, 65_536, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("port of connect is 65536, allowed are 0 to 65535");
    }
}
