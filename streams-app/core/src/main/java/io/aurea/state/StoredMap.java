package io.aurea.state;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Values by name, in order, saved individually as they change. Values are immutable: a change is a new {@link #put}.
 * Each entry's key begins with the map's own letter, so several maps can make up one state. Not thread-safe.
 */
public final class StoredMap<V> implements StoredState {
    private final byte letter;
    private final Codec<V> codec;
    private final TreeMap<String, V> values = new TreeMap<>();
    private final Set<String> changed = new LinkedHashSet<>();

    public StoredMap(char letter, Codec<V> codec) {
        this.letter = (byte) letter;
        this.codec = codec;
    }

    /** The first letter of its entries' keys. */
    public byte letter() {
        return letter;
    }

    /** The value with this name, or null. */
    public V get(String name) {
        return values.get(name);
    }

    public V getOrDefault(String name, V otherwise) {
        V value = values.get(name);
        return value == null ? otherwise : value;
    }

    public void put(String name, V value) {
        values.put(name, value);
        changed.add(name);
    }

    public void remove(String name) {
        if (values.remove(name) != null) {
            changed.add(name);
        }
    }

    public void removeIf(Predicate<String> name) {
        List.copyOf(values.keySet()).stream().filter(name).forEach(this::remove);
    }

    public int size() {
        return values.size();
    }

    /** The values in the order of their names; must not change during iteration. */
    public Collection<V> values() {
        return values.values();
    }

    /** The entries in the order of their names. */
    public NavigableMap<String, V> entries() {
        return Collections.unmodifiableNavigableMap(values);
    }

    @Override
    public void load(byte[] key, byte[] value) {
        values.put(new String(key, 1, key.length - 1, StandardCharsets.UTF_8), codec.decode(value));
    }

    @Override
    public void save(Entries changes) {
        for (String name : changed) {
            V value = values.get(name);
            changes.put(key(name), value == null ? null : codec.encode(value));
        }
        changed.clear();
    }

    @Override
    public void saveAll(Entries all) {
        values.forEach((name, value) -> all.put(key(name), codec.encode(value)));
    }

    private byte[] key(String name) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        byte[] key = new byte[1 + text.length];
        key[0] = letter;
        System.arraycopy(text, 0, key, 1, text.length);
        return key;
    }
}
