package io.aurea.work;

/** Pieces of work that have failed so often, for no reason outside of them, that they are left out. */
public interface FailedWork {

    /** Nothing has failed. */
    FailedWork NONE = new FailedWork() {
        @Override
        public boolean any() {
            return false;
        }

        @Override
        public boolean isHopeless(String piece) {
            return false;
        }
    };

    /** Whether any piece has failed, so that it is worth asking for one. */
    boolean any();

    /** @param piece names it, the same in each life */
    boolean isHopeless(String piece);
}
