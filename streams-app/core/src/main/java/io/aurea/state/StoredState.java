package io.aurea.state;

import java.util.Optional;

/**
 * State of the pure core that lives as objects and is stored as entries of bytes.
 *
 * <p>After {@link #load} of all that {@link #save} wrote since the beginning, the state goes on exactly like the one
 * that wrote it. Not thread-safe: the thread that feeds the core also saves it.
 */
public interface StoredState {

    /** Takes over one entry that an earlier life saved; called before anything else is fed in. */
    void load(byte[] key, byte[] value);

    /** The tenant that an entry of this key belongs to, for a person; empty where it is nobody's or the state is of one tenant. */
    default Optional<String> tenantOf(byte[] key) {
        return Optional.empty();
    }

    /** Writes what changed since the last call, and only that. */
    void save(Entries changes);

    /**
     * Writes entries that hold the whole state, which need not be the ones that {@link #save} has written, and forgets
     * nothing. What is saved afterwards fits both.
     */
    void saveAll(Entries all);
}
