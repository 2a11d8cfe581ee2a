package io.aurea.topic;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import org.junit.jupiter.api.Test;

class KeysTest {

    @Property
    void shouldGiveBackTheTenant(@ForAll @AlphaChars String tenant, @ForAll String rest) {
        String key = Keys.of(tenant, rest);

        assertThat(Keys.tenantOf(key)).isEqualTo(tenant);
    }

    @Test
    void shouldTakeAKeyWithoutSlashForATenant() {
        assertThat(Keys.tenantOf("acme")).isEqualTo("acme");
    }

    @Test
    void shouldNumberCyclesAndWatermarks() {
        assertThat(Keys.of("acme", 7)).isEqualTo("acme/7");
        assertThat(Keys.ofWatermark(3)).isEqualTo("_/3");
    }
}
