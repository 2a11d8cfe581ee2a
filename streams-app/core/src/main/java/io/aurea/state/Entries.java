package io.aurea.state;

/** Receives the entries of a state. Keys are unique within the state; a null value deletes the entry. */
@FunctionalInterface
public interface Entries {
    void put(byte[] key, byte[] value);
}
