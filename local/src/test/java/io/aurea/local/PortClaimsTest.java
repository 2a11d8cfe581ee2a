package io.aurea.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortClaimsTest {

    @Test
    void shouldNotChooseWhatAnotherStackHasChosenAndNobodyListensOnYet() {
        Ports wanted = Ports.FREE.available();
        try (PortClaims one = new PortClaims(wanted);
                PortClaims other = new PortClaims(wanted)) {
            assertThat(one.ports()).isEqualTo(wanted);
            assertThat(new HashSet<>(all(other.ports()))).doesNotContainAnyElementsOf(all(one.ports()));
        }
        try (PortClaims later = new PortClaims(wanted)) {
            assertThat(later.ports()).as("they were given back").isEqualTo(wanted);
        }
    }

    @Test
    void shouldTryAnotherPortWhenItsOwnIsTakenMeanwhile() {
        List<Integer> tried = new ArrayList<>();
        List<String> said = new ArrayList<>();
        try (PortClaims claims = new PortClaims(Ports.FREE)) {
            int first = claims.ports().registry();

            String started = claims.start(first, said::add, port -> {
                tried.add(port);
                if (tried.size() < 3) {
                    throw new PortTakenException("registry cannot listen on port " + port);
                }
                return "on " + port;
            });

            assertThat(tried).startsWith(first).hasSize(3).doesNotHaveDuplicates();
            assertThat(started).isEqualTo("on " + tried.get(2));
            assertThat(said)
                    .containsExactly(
                            "registry cannot listen on port " + first + "; trying port " + tried.get(1),
                            "registry cannot listen on port " + tried.get(1) + "; trying port " + tried.get(2));
            int last = tried.get(2);
            try (PortClaims other = new PortClaims(new Ports(last, 0, 0, 0))) {
                assertThat(other.ports().kafka()).as("it is claimed").isNotEqualTo(last);
            }
        }
    }

    @Test
    void shouldGiveUpAfterSeveralPortsAndAtOnceForAnotherReason() {
        List<Integer> tried = new ArrayList<>();
        try (PortClaims claims = new PortClaims(Ports.FREE)) {
            assertThatThrownBy(() -> claims.start(claims.ports().kafka(), StartProgress.SILENT, port -> {
                        tried.add(port);
                        throw new PortTakenException("taken " + port);
                    }))
                    .isInstanceOf(PortTakenException.class)
                    .hasMessage("taken " + tried.get(3));
            assertThat(tried).hasSize(4);
            tried.clear();
            assertThatThrownBy(() -> claims.start(claims.ports().kafka(), StartProgress.SILENT, port -> {
                        tried.add(port);
                        throw new LocalStackException("disk full");
                    }))
                    .hasMessage("disk full");
            assertThat(tried).hasSize(1);
        }
    }

    private static List<Integer> all(Ports ports) {
        return List.of(ports.kafka(), ports.registry(), ports.connect(), ports.postgres());
    }
}
