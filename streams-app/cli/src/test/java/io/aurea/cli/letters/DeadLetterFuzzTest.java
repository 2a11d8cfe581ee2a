package io.aurea.cli.letters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever headers a dead letter has, it is listed, and would be published again with those of its source alone. A line
 * of the bytes is a header; one without a colon has no value.
 */
class DeadLetterFuzzTest {

    @Timeout(10)
    @FuzzTest
    void shouldListALetterAndKnowTheHeadersOfItsSource(byte[] bytes) {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("aurea.dead-letters", 0, 17, bytes, null);
        for (String line : new String(bytes, UTF_8).split("\n")) {
            int colon = line.indexOf(':');
            record.headers()
                    .add(
                            colon < 0 ? line : line.substring(0, colon),
                            colon < 0 ? null : line.substring(colon + 1).getBytes(UTF_8));
        }
        DeadLetter letter = new DeadLetter(record);
        assertThat(letter.name()).hasToString("0:17");
        assertThat(letter.kind()).doesNotContain(".");
        assertThat(letter.reason()).isNotNull();
        assertThat(letter.topic()).isNotNull();
        assertThat(letter.place()).contains(":");
        assertThat(letter.key()).isNotNull();
        letter.cut().ifPresent(cut -> assertThat(cut).isNotBlank());
        assertThat(letter.sourceHeaders()).allSatisfy(header -> assertThat(header.key())
                .doesNotStartWith("__streams.errors.")
                .doesNotStartWith("__connect.errors.")
                .doesNotStartWith("aurea.source."));
    }
}
