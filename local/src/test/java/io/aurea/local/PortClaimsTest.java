package io.aurea.local;

import static org.assertj.core.api.Assertions.assertThat;

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

    private static List<Integer> all(Ports ports) {
        return List.of(ports.kafka(), ports.registry(), ports.connect(), ports.postgres());
    }
}
