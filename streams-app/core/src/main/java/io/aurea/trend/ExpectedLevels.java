package io.aurea.trend;

import java.nio.ByteBuffer;

/**
 * The expectation for the next window from earlier ones, without a season: four exponentially weighted levels, from one
 * that hardly moves to the last value, and how far each is usually off.
 *
 * <p>The expectation is the steadiest level that misses by at most {@value #MARGIN} times what the best one does. So a
 * series that scatters around a level is held to that level, where a lasting shift shows best, and one that wanders is
 * held to its last value, which is the best that can be expected. A step is limited to a few usual misses (P. J. Huber,
 * Robust estimation of a location parameter, 1964). The steady level starts as the median of the first windows: a
 * series first seen in trouble must not take the trouble for usual. All values are differences from the series' first
 * value.
 */
final class ExpectedLevels {
    /** Weights of the newest window; the first one's decreases to its value over the first windows. */
    private static final double[] MEMORY = {0.0005, 0.01, 0.2, 1};

    private static final int STEADY = 0;
    private static final int SLOW = 1;
    private static final int LAST = MEMORY.length - 1;
    private static final double MARGIN = 1.08;
    private static final double ERROR_MEMORY = 0.002;
    private static final double LIMIT = 4;
    /** Windows before steps are limited. */
    private static final int FIRST_WINDOWS = 10;
    /** Windows that start the steady level; twice as many as a short incident right after the start may spoil. */
    private static final int START_WINDOWS = 20;
    /** From mean absolute distance to standard deviation, for a normal distribution. */
    static final double TO_SIGMA = 1.2533141373155003;
    /** From median distance to the median to standard deviation, for a normal distribution. */
    private static final double MEDIAN_TO_SIGMA = 1.4826;

    private final double[] values = new double[MEMORY.length];
    private final double[] errors = new double[MEMORY.length];
    private int chosen;

    double expected() {
        return values[chosen];
    }

    /** Mean distance of the windows from their expectations, [0, ..). */
    double error() {
        return errors[chosen];
    }

    /** Whether the series is held to the steady level, and not followed. */
    boolean steadyChosen() {
        return chosen == STEADY;
    }

    /** The level that follows the series slowly. */
    double slow() {
        return values[SLOW];
    }

    /** Mean distance of the windows from the slow level, [0, ..). */
    double slowError() {
        return errors[SLOW];
    }

    /** The level with the smallest misses. */
    double best() {
        int best = STEADY;
        for (int i = 1; i < values.length; i++) {
            if (errors[i] < errors[best]) {
                best = i;
            }
        }
        return values[best];
    }

    /**
     * @param seen windows before this one
     * @param least lower bound on a usual miss
     * @param settled whether nothing unusual is going on, so that the expectation may switch to another level
     * @param recent the last windows, including this one
     */
    void learn(double value, long seen, double least, boolean settled, RecentWindows recent) {
        for (int i = 0; i < values.length; i++) {
            double distance = value - values[i];
            double limit = seen < FIRST_WINDOWS ? Double.MAX_VALUE : LIMIT * TO_SIGMA * Math.max(errors[i], least);
            if (settled) {
                errors[i] +=
                        Math.max(ERROR_MEMORY, 1.0 / (seen + 1)) * (Math.min(Math.abs(distance), limit) - errors[i]);
            }
            double weight =
                    i == STEADY ? Math.max(MEMORY[STEADY], 3.0 / (seen + 3)) : Math.max(MEMORY[i], 1.0 / (seen + 1));
            values[i] += weight * Math.max(-limit, Math.min(limit, distance));
        }
        if (seen < START_WINDOWS) {
            start(recent);
        }
        if (settled) {
            choose();
        }
    }

    private void start(RecentWindows recent) {
        double median = recent.median();
        double distance = recent.medianDistance(median) * MEDIAN_TO_SIGMA / TO_SIGMA;
        values[STEADY] = median;
        // If more than half are equal, the learned mean distance is more informative.
        if (distance > 0) {
            errors[STEADY] = Math.max(errors[STEADY] / 2, distance);
        }
    }

    private void choose() {
        double best = Double.MAX_VALUE;
        for (double error : errors) {
            best = Math.min(best, error);
        }
        chosen = 0;
        while (errors[chosen] > MARGIN * best) {
            chosen++;
        }
    }

    /** Resumes from a former level, with the last value as it is now. */
    void resume(double level, double last) {
        for (int i = 0; i < LAST; i++) {
            values[i] = level;
        }
        values[LAST] = last;
    }

    /** Moves every level. */
    void shift(double by) {
        for (int i = 0; i < values.length; i++) {
            values[i] += by;
        }
    }

    void save(ByteBuffer out) {
        for (int i = 0; i < values.length; i++) {
            out.putDouble(values[i]).putDouble(errors[i]);
        }
        out.put((byte) chosen);
    }

    void restore(ByteBuffer in) {
        for (int i = 0; i < values.length; i++) {
            values[i] = in.getDouble();
            errors[i] = in.getDouble();
        }
        chosen = in.get();
    }

    static final int SIZE = 2 * MEMORY.length * Double.BYTES + 1;
}
