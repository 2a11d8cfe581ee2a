package io.aurea.cli.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class TimeConverterTest {

    @Test
    void shouldReadATimeWithItsOffset() {
        assertThat(new TimeConverter().convert("2026-11-24T22:00:00+02:00"))
                .isEqualTo(Instant.parse("2026-11-24T20:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "+99999999h", "-5000-01-01T00:00:00Z", "1899-12-31T23:59:59Z"})
    void shouldRefuseWhatIsNoTimeThatCanBeStored(String text) {
        assertThatThrownBy(() -> new TimeConverter().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("allowed: ");
    }
}
