package io.aurea.view;

import io.aurea.state.Codec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The kept records of one kind, ordered by key, the newest with the greatest. They are kept as bytes and decoded
 * lazily, since most are never read. Immutable and thread-safe; returned records belong to the caller.
 */
public final class Records<T> {

    /** A record and its key. */
    public record Keyed<T>(String key, T value) {}

    private final String[] keys;
    private final KeptRecord[] items;
    private final int[] counts = new int[RetentionMark.values().length];
    private final Codec<T> codec;

    Records(NavigableMap<String, KeptRecord> kept, Codec<T> codec) {
        this.keys = kept.keySet().toArray(new String[0]);
        this.items = kept.values().toArray(new KeptRecord[0]);
        this.codec = codec;
        for (KeptRecord item : items) {
            counts[item.mark().ordinal()]++;
        }
    }

    public int size() {
        return keys.length;
    }

    /** Number with this mark. */
    public int count(RetentionMark mark) {
        return counts[mark.ordinal()];
    }

    public Optional<T> get(String key) {
        int at = Arrays.binarySearch(keys, key);
        return at < 0 ? Optional.empty() : Optional.of(codec.decode(items[at].bytes()));
    }

    /** All, the newest first. */
    public Stream<Keyed<T>> newestFirst() {
        return from(keys.length);
    }

    /** Those with a key below this one, the newest first. */
    public Stream<Keyed<T>> newestFirst(String before) {
        int at = Arrays.binarySearch(keys, before);
        return from(at < 0 ? -at - 1 : at);
    }

    private Stream<Keyed<T>> from(int end) {
        return IntStream.iterate(end - 1, i -> i >= 0, i -> i - 1)
                .mapToObj(i -> new Keyed<>(keys[i], codec.decode(items[i].bytes())));
    }

    /** Those with this mark, the newest first. */
    public Stream<T> marked(RetentionMark mark) {
        return IntStream.iterate(keys.length - 1, i -> i >= 0, i -> i - 1)
                .filter(i -> items[i].mark() == mark)
                .mapToObj(i -> codec.decode(items[i].bytes()));
    }

    /** The last {@code count}, oldest first. */
    public List<T> last(int count) {
        List<T> last =
                new ArrayList<>(newestFirst().limit(count).map(Keyed::value).toList());
        Collections.reverse(last);
        return last;
    }
}
