package io.aurea.state;

/**
 * Numbers the lives of a tenant's state. When the state is lost, on purpose or not, the history in topics and tables is
 * not; so numbers continue from the next multiple of {@value #NUMBERS} and none is ever used twice. Cycle numbers, and
 * with them the ids of decisions, goals and learnings, the revisions of records that keep their id, and the numbers of
 * onsets begin there.
 */
public final class Epoch {
    /** More than in any life: at 10 s per cycle, it takes 317 years. */
    public static final long NUMBERS = 1_000_000_000L;

    private Epoch() {}

    /** The number before the first of this number's epoch. */
    public static long before(long number) {
        return number - within(number);
    }

    /** Position of this number within its epoch, from 1. */
    public static long within(long number) {
        return number % NUMBERS;
    }

    /** The number before the first of the next epoch; 0 if there has been none. */
    public static long after(long last) {
        return last == 0 ? 0 : before(last) + NUMBERS;
    }
}
