package io.aurea.work;

/**
 * How much may be done now of what has become due. What is left is done later, and what comes of it does not depend on where
 * it was cut.
 */
@FunctionalInterface
public interface WorkBudget {

    /** Everything at once. */
    WorkBudget UNLIMITED = units -> false;

    /**
     * Counts work that has been done.
     *
     * @param units about as many as records were written, [1, ..)
     * @return whether the rest must wait
     */
    boolean spend(int units);

    /** Work begins, or goes on in what has begun around it. Each is followed by an {@link #end}. */
    default void begin() {}

    default void end() {}
}
