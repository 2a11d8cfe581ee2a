package io.aurea.level;

/**
 * Whether a series has left its accepted level: two cumulative sums of the windows' distances, in spreads (E. S. Page,
 * Continuous inspection schemes, Biometrika 41, 1954), since its own model still compares with the previous level. One
 * window adds at most {@value #MOST}, so that a single outlier proves nothing.
 *
 * @param up sum of the distances above the level, each less {@value #ALLOWANCE}; [0, {@value #LIMIT}]
 * @param down the same below it
 * @param sinceMs start of the window in which a sum reached the limit, epoch milliseconds; {@link #NOT} while at the level
 */
record Departure(double up, double down, long sinceMs) {
    static final long NOT = Long.MIN_VALUE;
    static final Departure NONE = new Departure(0, 0, NOT);

    /** Distance, in spreads, that does not count. */
    private static final double ALLOWANCE = 1;

    /** Normal noise reaches this limit once in about e^(2 * 1 * 8) / 2, four million windows, on either side. */
    static final double LIMIT = 8;

    private static final double MOST = 5;

    /** @param deviation of the window from the accepted level, in spreads */
    Departure next(double deviation, long windowMs) {
        double above = sum(up, deviation);
        double below = sum(down, -deviation);
        double farther = Math.max(above, below);
        boolean left = sinceMs == NOT ? farther >= LIMIT : farther >= LIMIT / 2;
        return new Departure(above, below, !left ? NOT : sinceMs == NOT ? windowMs : sinceMs);
    }

    private static double sum(double sum, double off) {
        return Math.min(LIMIT, Math.max(0, sum + Math.min(off - ALLOWANCE, MOST)));
    }

    boolean left() {
        return sinceMs != NOT;
    }

    /** Sum as a signed share of the limit, [-1, 1]. */
    double evidence() {
        return up >= down ? up / LIMIT : -down / LIMIT;
    }
}
