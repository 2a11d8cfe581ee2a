package io.aurea.topic;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import org.junit.jupiter.api.Test;

class RecordKeysTest {

    @Property
    void shouldGiveBackTheTenant(@ForAll @AlphaChars String tenant, @ForAll String rest) {
        String key = RecordKeys.of(tenant, rest);

        assertThat(RecordKeys.tenantOf(key)).isEqualTo(tenant);
    }

    @Test
    void shouldTakeAKeyWithoutSlashForATenant() {
        assertThat(RecordKeys.tenantOf("acme")).isEqualTo("acme");
    }

    @Test
    void shouldNumberCyclesAndWatermarks() {
        assertThat(RecordKeys.of("acme", 7)).isEqualTo("acme/7");
        assertThat(RecordKeys.ofWatermark(3)).isEqualTo("_/3");
    }
}
