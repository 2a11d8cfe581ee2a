package io.aurea.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class EntryPartsTest {
    private static final byte[] KEY = "tenant".getBytes(UTF_8);

    private final Map<ByteBuffer, byte[]> store = new TreeMap<>();

    @Property(tries = 50)
    void shouldKeepTheLastOfValuesOfAnySizeInRecordsOfALimitedOne(
            @ForAll @Size(min = 1, max = 6) java.util.List<@IntRange(min = 1, max = 2_500_000) Integer> sizes) {
        store.clear();
        EntryParts parts = new EntryParts();
        byte[] last = null;
        for (int size : sizes) {
            last = value(size);
            parts.split(KEY, last, this::put);
            parts = reread(last);
        }
        assertThat(store.values()).allMatch(stored -> stored.length <= EntryParts.MAX_BYTES);
        int inParts = last.length > EntryParts.MAX_BYTES ? (last.length - 1) / EntryParts.MAX_BYTES + 1 : 0;
        assertThat(store).as("parts of longer values are gone").hasSize(1 + inParts);
        assertThat(parts.any()).isEqualTo(inParts > 0);

        parts.split(KEY, null, this::put);
        assertThat(store).isEmpty();
        assertThat(parts.any()).isFalse();
    }

    @Test
    void shouldRefusePartsThatDoNotBelongTogether() {
        new EntryParts().split(KEY, value(600_000), this::put);
        byte[] second = store.keySet().stream()
                .map(ByteBuffer::array)
                .filter(key -> EntryParts.isPart(key) && key[key.length - 1] == 1)
                .findFirst()
                .orElseThrow();
        byte[] whole = store.get(ByteBuffer.wrap(second));
        byte[] other = whole.clone();
        other[0]++;

        put(second, other);
        assertThatThrownBy(() -> reread(null)).hasMessage("the 2 parts of the entry do not belong together");
        put(second, new byte[0]);
        assertThatThrownBy(() -> reread(null))
                .hasMessage("the entry is stored in 2 parts, and part 1 is missing or another's");
        put(second, null);
        assertThatThrownBy(() -> reread(null))
                .hasMessage("the entry is stored in 2 parts, and part 1 is missing or another's");
        put(second, whole);
        reread(value(600_000));
    }

    /** Another life reads what is stored. */
    private EntryParts reread(byte[] expected) {
        EntryParts parts = new EntryParts();
        byte[] read = parts.join(KEY, store.get(ByteBuffer.wrap(KEY)), key -> store.get(ByteBuffer.wrap(key)));
        assertThat(read).isEqualTo(expected);
        return parts;
    }

    private void put(byte[] key, byte[] value) {
        if (value == null) {
            store.remove(ByteBuffer.wrap(key));
        } else {
            store.put(ByteBuffer.wrap(key), value);
        }
    }

    private static byte[] value(int size) {
        byte[] value = new byte[size];
        new Random(size).nextBytes(value);
        value[0] = 1;
        return value;
    }
}
