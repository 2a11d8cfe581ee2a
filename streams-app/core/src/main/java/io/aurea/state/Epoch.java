package io.aurea.state;

/**
 * Which life of its state a tenant is in. When the state is lost, on purpose or not, its history in topics and tables is
 * not; so numbers go on from the next multiple of {@value #NUMBERS} and none is ever given twice. Cycle numbers, and with
 * them the ids of decisions, goals and learnings, the revisions of what keeps its id, and the numbers of onsets begin there.
 */
public final class Epoch {
    /** More than there will be in one life: a cycle of 10 s has that many in 317 years. */
    public static final long NUMBERS = 1_000_000_000L;

    private Epoch() {}

    /** The number before the first one of the epoch that this number belongs to. */
    public static long before(long number) {
        return number - within(number);
    }

    /** How many numbers of its epoch have been given up to this one. */
    public static long within(long number) {
        return number % NUMBERS;
    }

    /** The number before the first one of the next epoch; 0 when there has been none. */
    public static long after(long last) {
        return last == 0 ? 0 : before(last) + NUMBERS;
    }
}
