package io.aurea.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aurea.fixture.Saved;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoredMapTest {
    private static final Codec<Long> LONGS = Codec.of(1, (v, out) -> out.writeLong(v), in -> in.readLong());

    private final StoredMap<Long> map = new StoredMap<>('a', LONGS);

    private static List<String> changes(StoredState state) {
        List<String> keys = new ArrayList<>();
        state.save((key, value) -> keys.add((value == null ? "-" : "+") + new String(key, StandardCharsets.UTF_8)));
        return keys;
    }

    @Test
    void shouldWriteOnlyWhatChangedSinceTheLastSave() {
        map.put("x", 1L);
        map.put("y", 2L);
        map.put("y", 3L);
        assertThat(changes(map)).containsExactly("+ax", "+ay");
        assertThat(changes(map)).isEmpty();
        map.remove("x");
        map.remove("never");
        assertThat(changes(map)).containsExactly("-ax");
        assertThat(map.get("y")).isEqualTo(3);
    }

    @Test
    void shouldTellPartsApartByTheirLetterAndRefuseWhatItDoesNotKnow() {
        Ring<Long> ring = new Ring<>('r', 3, LONGS);
        StoredParts parts = new StoredParts(map, ring.stored());
        map.put("x", 1L);
        for (long n = 1; n <= 5; n++) {
            ring.add(n * 10);
        }
        Saved saved = new Saved();
        parts.save(saved);
        StoredMap<Long> again = new StoredMap<>('a', LONGS);
        Ring<Long> ringAgain = new Ring<>('r', 3, LONGS);
        saved.loadInto(new StoredParts(again, ringAgain.stored()));
        assertThat(again.get("x")).isEqualTo(1);
        assertThat(ringAgain.all()).containsExactly(30L, 40L, 50L);
        assertThat(ringAgain.count()).isEqualTo(5);
        ringAgain.add(60L);
        assertThat(ringAgain.since(5)).containsExactly(50L, 60L);
        assertThatThrownBy(() -> parts.load(new byte[] {'z'}, new byte[0])).hasMessageContaining("unknown entry 'z'");
        assertThatThrownBy(() -> new StoredParts(map, new StoredMap<>('a', LONGS)))
                .hasMessageContaining("two parts");
    }

    @Test
    void shouldRefuseAValueOfAnotherFormat() {
        byte[] newer = Codec.<Long>of(2, (v, out) -> out.writeLong(v), in -> in.readLong())
                .encode(5L);
        assertThatThrownBy(() -> LONGS.decode(newer)).hasMessage("a value is stored in format 2; known: 1");
    }
}
