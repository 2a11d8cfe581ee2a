package io.aurea.state;

/** A state that is stored as its parts are, and has nothing else to store. */
public interface StoredInParts extends StoredState {

    StoredParts parts();

    @Override
    default void load(byte[] key, byte[] value) {
        parts().load(key, value);
    }

    @Override
    default void save(Entries changes) {
        parts().save(changes);
    }

    @Override
    default void saveAll(Entries all) {
        parts().saveAll(all);
    }
}
