package io.aurea.view;

import io.aurea.state.Codec;
import io.aurea.state.StoredMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A bounded collection of records of one kind. When it is full, the record that is over with the least key is dropped,
 * or, if none is over, the one with the least key. Not thread-safe; {@link #records} is.
 */
final class BoundedRecords<T> {
    private final StoredMap<KeptRecord> stored;
    private final int capacity;
    private final Codec<T> codec;
    private Records<T> records;

    BoundedRecords(char letter, int capacity, Codec<T> codec) {
        this.stored = new StoredMap<>(letter, KeptRecord.CODEC);
        this.capacity = capacity;
        this.codec = codec;
    }

    StoredMap<KeptRecord> stored() {
        return stored;
    }

    /** The mark of the record with this key; null if it is not kept. */
    RetentionMark markOf(String key) {
        KeptRecord item = stored.get(key);
        return item == null ? null : item.mark();
    }

    void put(String key, RetentionMark mark, T value) {
        if (stored.get(key) == null && stored.size() >= capacity) {
            stored.remove(leastWanted());
        }
        stored.put(key, new KeptRecord(mark, codec.encode(value)));
        records = null;
    }

    private String leastWanted() {
        for (Map.Entry<String, KeptRecord> e : stored.entries().entrySet()) {
            if (e.getValue().mark() == RetentionMark.OVER) {
                return e.getKey();
            }
        }
        return stored.entries().firstKey();
    }

    /** Drops the record with the least key; returns its size in bytes. */
    int removeFirst() {
        String first = stored.entries().firstKey();
        int bytes = stored.get(first).bytes().length;
        stored.remove(first);
        records = null;
        return bytes;
    }

    /** Replaces each record by what becomes of it; null removes it. */
    void edit(UnaryOperator<T> edit) {
        for (Map.Entry<String, KeptRecord> e : List.copyOf(stored.entries().entrySet())) {
            T before = codec.decode(e.getValue().bytes());
            T after = edit.apply(before);
            if (after == null) {
                stored.remove(e.getKey());
                records = null;
            } else if (after != before) {
                put(e.getKey(), e.getValue().mark(), after);
            }
        }
    }

    /** The records now; the same object until something changes. */
    Records<T> records() {
        if (records == null) {
            records = new Records<>(stored.entries(), codec);
        }
        return records;
    }
}
