package io.aurea.work;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A budget of one thread, limited by number and by time: in slices, so that tasks that share the thread take turns, and as a
 * whole from one commit to the next, so that no transaction outlasts its timeout. Each slice does at least one piece of work,
 * so that everything ends even where the rest of the budget is always spent. Not thread-safe.
 */
public final class TimedBudget implements WorkBudget {
    /** Of one slice: about what can be written in its time. */
    private static final int SLICE_UNITS = 20_000;

    private static final Duration SLICE = Duration.ofMillis(200);

    /** Of a transaction's time a fifth is for work that can be cut: most is left for what cannot, and for slow brokers. */
    private static final int SHARE_OF_TRANSACTION = 5;

    private final LongSupplier nanoTime;
    private final int sliceUnits;
    private final long sliceNanos;
    private final long commitNanos;
    private int depth;
    private int unitsLeft;
    private long sliceBegan;
    /** Of earlier slices since the last commit. */
    private long spentNanos;

    /**
     * @param nanoTime a clock as {@link System#nanoTime} is
     * @param sliceUnits most units of one slice, [1, ..)
     * @param slice longest slice, apart from the last piece of work in it
     * @param commit longest work between two commits, apart from one piece of work in each further slice
     */
    public TimedBudget(LongSupplier nanoTime, int sliceUnits, Duration slice, Duration commit) {
        this.nanoTime = nanoTime;
        this.sliceUnits = sliceUnits;
        this.sliceNanos = slice.toNanos();
        this.commitNanos = commit.toNanos();
    }

    /**
     * A budget for each thread that asks.
     *
     * @param nanoTime a clock as {@link System#nanoTime} is
     * @param transaction longest that a transaction may take
     */
    public static Supplier<TimedBudget> perThread(LongSupplier nanoTime, Duration transaction) {
        Duration commit = transaction.dividedBy(SHARE_OF_TRANSACTION);
        return ThreadLocal.withInitial(() -> new TimedBudget(nanoTime, SLICE_UNITS, SLICE, commit))::get;
    }

    @Override
    public void begin() {
        if (depth++ == 0) {
            unitsLeft = sliceUnits;
            sliceBegan = nanoTime.getAsLong();
        }
    }

    @Override
    public void end() {
        if (--depth == 0) {
            spentNanos += nanoTime.getAsLong() - sliceBegan;
        }
    }

    /** A commit has begun. */
    public void committed() {
        spentNanos = 0;
    }

    @Override
    public boolean spend(int units) {
        unitsLeft -= units;
        if (unitsLeft <= 0) {
            return true;
        }
        long slice = nanoTime.getAsLong() - sliceBegan;
        return slice >= sliceNanos || spentNanos + slice >= commitNanos;
    }
}
