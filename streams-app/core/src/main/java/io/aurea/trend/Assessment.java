package io.aurea.trend;

/** A {@link SeriesModel}'s assessment of the newest window, from only the windows before it. */
public sealed interface Assessment {

    /** Windows with a value so far, including this one; [1, ..). */
    long windows();

    /** How unusual the window is, [0, 1]; 0 while there is not enough data. */
    double anomalyScore();

    /**
     * Too few windows to judge. Must never be read as healthy.
     *
     * @param windows windows so far, including this one, [1, minWindows]
     */
    record Insufficient(long windows) implements Assessment {
        @Override
        public double anomalyScore() {
            return 0;
        }
    }

    /**
     * A judged window. All numbers but slope and candidate are finite.
     *
     * @param windows windows so far, including this one, (minWindows, ..)
     * @param anomalyScore how unusual the window is, [0, 1]
     * @param baseline expected value for this window, in the unit of the series: robust, and for this time of the
     *     season if the series has one
     * @param spread usual distance from the baseline, in the unit of the series, [0, ..): an estimate of the standard
     *     deviation that outliers do not move
     * @param deviation value minus baseline in units of spread, signed, limited to +-{@value #MAX_DEVIATION}
     * @param pValue share of the windows in order that would look at least as unusual, two-sided, (0, 1]
     * @param evidence that the level has left its usual range, as a share of the budget, signed, [-1, 1]
     * @param alarm whether evidence reached the budget in this window, after being below it
     * @param outOfOrderSinceMs start of the first window of the stretch out of order, epoch milliseconds;
     *     {@link #NEVER} while in order
     * @param candidate level held in that stretch; NaN while in order
     * @param acceptedMs start of the first window with a candidate as the baseline, epoch milliseconds; {@link #NEVER}
     *     if none was
     * @param slope Sen's slope over the last windows, in the unit of the series per hour; NaN
     *     where the test sees no direction, its p-value above 0.2
     * @param slopePValue two-sided p-value of the Mann-Kendall test for a trend over the same windows, (0, 1]; 1 means no
     *     evidence
     * @param season the season that the baseline follows
     */
    record Judged(
            long windows,
            double anomalyScore,
            double baseline,
            double spread,
            double deviation,
            double pValue,
            double evidence,
            boolean alarm,
            long outOfOrderSinceMs,
            double candidate,
            long acceptedMs,
            double slope,
            double slopePValue,
            Season season)
            implements Assessment {}

    /**
     * Beyond this, a deviation means nothing more; it also keeps the number finite for a series that never moved
     * before.
     */
    double MAX_DEVIATION = 1000;

    /** No time. */
    long NEVER = Long.MIN_VALUE;
}
