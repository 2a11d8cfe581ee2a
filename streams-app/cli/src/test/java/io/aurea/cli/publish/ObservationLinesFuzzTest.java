package io.aurea.cli.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.aurea.observation.ObservationRules;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Timeout;

/** Whatever is sent, each of its lines is an observation, or is refused with a reason. */
class ObservationLinesFuzzTest {

    @Timeout(10)
    @FuzzTest
    void shouldReadEachLineOrSayWhyNot(byte[] bytes) throws IOException {
        LineReader lines = new LineReader(new ByteArrayInputStream(bytes));
        ObservationJson json = new ObservationJson();
        long ends = 0;
        for (byte b : bytes) {
            ends += b == '\n' ? 1 : 0;
        }
        while (lines.next()) {
            if (lines.defect() != null) {
                assertThat(lines.defect()).isNotBlank();
                continue;
            }
            try {
                ObservationRules.violation(json.parse(lines.text()))
                        .ifPresent(reason -> assertThat(reason).isNotBlank());
            } catch (MalformedLine refused) {
                assertThat(refused).message().isNotBlank().doesNotContain("\n");
            }
        }
        assertThat(lines.number()).isBetween(ends, ends + 1);
    }
}
