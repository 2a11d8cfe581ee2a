package io.aurea.state;

import java.util.Optional;

/**
 * State of the pure core that lives as objects and is stored as entries of bytes.
 *
 * <p>After {@link #load} of everything that {@link #save} wrote since the beginning, the state continues exactly like
 * the one that wrote it. Not thread-safe: the thread that feeds the core also saves it.
 */
public interface StoredState {

    /**
     * Loads an entry saved in an earlier life; called before any other input. One that is damaged ends in a {@link
     * RuntimeException}, and never takes more memory than its bytes can account for.
     */
    void load(byte[] key, byte[] value);

    /** The tenant of the entry with this key, for a person; empty if it has none or the state is of one tenant. */
    default Optional<String> tenantOf(byte[] key) {
        return Optional.empty();
    }

    /**
     * The number of the form that the state is in, [1, 127]: 1, or a higher one while it holds what a release that knows only
     * lower numbers would not see.
     */
    default int form() {
        return 1;
    }

    /** Writes only what changed since the last call. */
    void save(Entries changes);

    /**
     * Writes entries with the whole state, not necessarily those that {@link #save} has written, and without marking
     * changes as saved. Later saves fit both.
     */
    void saveAll(Entries all);
}
