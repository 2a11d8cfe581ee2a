package io.aurea.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the index and the parts of a large entry are, they are joined to what was split, or refused with a reason. */
class EntryPartsFuzzTest {
    private static final byte[] KEY = {'k'};

    static Stream<Arguments> indices() {
        byte[] large = new byte[EntryParts.MAX_BYTES + 1];
        Map<ByteBuffer, byte[]> entries = new HashMap<>();
        new EntryParts().split(KEY, large, (key, value) -> entries.put(ByteBuffer.wrap(key), value));
        return Stream.of(
                Arguments.of(entries.get(ByteBuffer.wrap(KEY)), new byte[] {1}), Arguments.of(new byte[] {1}, KEY));
    }

    @MethodSource("indices")
    @Timeout(10)
    @FuzzTest
    void shouldJoinPartsOrSayWhyNot(byte @NotNull [] stored, byte @NotNull [] part) {
        try {
            byte[] joined = new EntryParts().join(KEY, stored, key -> part);
            assertThat(Arrays.equals(joined, stored) || joined.length % Math.max(1, part.length) == 0)
                    .isTrue();
        } catch (IllegalArgumentException refused) {
            assertThat(refused).message().isNotBlank();
        }
        Map<ByteBuffer, byte[]> entries = new HashMap<>();
        EntryParts parts = new EntryParts();
        parts.split(KEY, part, (key, value) -> entries.put(ByteBuffer.wrap(key), value));
        assertThat(parts.join(KEY, entries.get(ByteBuffer.wrap(KEY)), key -> entries.get(ByteBuffer.wrap(key))))
                .isEqualTo(part);
    }
}
