package io.aurea.sink;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;

/** Whatever a text is, what is stored of it has nothing that PostgreSQL refuses, and is JSON where it was JSON. */
class StorableTextFuzzTest {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** Each two bytes are one character, also half of a pair. */
    @Timeout(10)
    @FuzzTest
    void shouldLeaveNothingThatPostgresqlRefuses(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i + 1 < bytes.length; i += 2) {
            text.append((char) ((bytes[i] & 0xff) << 8 | bytes[i + 1] & 0xff));
        }
        check(text.toString());
        // Most JSON is ASCII.
        StringBuilder latin = new StringBuilder();
        for (byte b : bytes) {
            latin.append((char) (b & 0xff));
        }
        check(latin.toString());
    }

    private static void check(String text) {
        String stored = StorableText.of(text);
        assertStorable(stored);
        assertThat(stored).hasSameSizeAs(text);
        assertThat(StorableText.of(stored)).isEqualTo(stored);
        String json = StorableText.ofJson(text);
        assertStorable(json);
        assertThat(StorableText.ofJson(json)).isEqualTo(json);
        parse(text).ifPresent(was -> {
            Optional<JsonNode> is = parse(json);
            assertThat(is).isPresent();
            is.get().findValuesAsText("a").forEach(StorableTextFuzzTest::assertStorable);
            if (is.get().isTextual()) {
                assertStorable(is.get().textValue());
            }
        });
    }

    private static Optional<JsonNode> parse(String text) {
        try {
            return Optional.ofNullable(JSON.readTree(text));
        } catch (JsonProcessingException noJson) {
            return Optional.empty();
        }
    }

    private static void assertStorable(String text) {
        assertThat(text.indexOf(0)).isNegative();
        assertThat(UTF_16BE.newEncoder().canEncode(text)).isTrue();
    }
}
