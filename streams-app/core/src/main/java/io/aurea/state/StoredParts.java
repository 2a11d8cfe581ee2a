package io.aurea.state;

import java.util.HashMap;
import java.util.Map;

/** Several maps that make up one state, distinguished by the first letter of an entry's key. */
public final class StoredParts implements StoredState {
    private final Map<Byte, StoredMap<?>> parts = new HashMap<>();
    private final StoredMap<?>[] inOrder;

    /** @throws IllegalArgumentException if two maps have the same letter */
    public StoredParts(StoredMap<?>... parts) {
        this.inOrder = parts.clone();
        for (StoredMap<?> part : parts) {
            if (this.parts.put(part.letter(), part) != null) {
                throw new IllegalArgumentException("two parts of a state have the letter " + (char) part.letter());
            }
        }
    }

    @Override
    public void load(byte[] key, byte[] value) {
        StoredMap<?> part = parts.get(key[0]);
        if (part == null) {
            throw new IllegalArgumentException("unknown entry '" + (char) key[0] + "' in the stored state");
        }
        part.load(key, value);
    }

    @Override
    public void save(Entries changes) {
        for (StoredMap<?> part : inOrder) {
            part.save(changes);
        }
    }

    @Override
    public void saveAll(Entries all) {
        for (StoredMap<?> part : inOrder) {
            part.saveAll(all);
        }
    }
}
