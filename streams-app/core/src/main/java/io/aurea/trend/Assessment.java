package io.aurea.trend;

/** What a {@link SeriesModel} says about the newest window, knowing only the windows before it. */
public sealed interface Assessment {

    /** Windows with a value seen so far, this one included; [1, ..). */
    long windows();

    /** How unusual the window is, [0, 1]; 0 while there is not enough data to say. */
    double anomalyScore();

    /**
     * Too few windows to judge by. Never to be read as healthy.
     *
     * @param windows windows seen, this one included, [1, minWindows]
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
     * @param windows windows seen, this one included, (minWindows, ..)
     * @param anomalyScore how unusual the window is, [0, 1]
     * @param baseline what was expected of this window, in the unit of the series: robust, and of this time of the season
     *     where the series shows one
     * @param spread usual distance from the baseline, in the unit of the series, [0, ..): an estimate of the standard
     *     deviation that outliers do not move
     * @param deviation value minus baseline in units of spread, signed, limited to +-{@value #MAX_DEVIATION}
     * @param pValue share of the windows in order that would look at least so odd, two-sided, (0, 1]
     * @param evidence that the level has left what was usual, as a share of the budget, signed, [-1, 1]
     * @param alarm whether evidence has reached the budget in this window, having been below it
     * @param outOfOrderSinceMs start of the first window of the stretch out of order, epoch milliseconds; {@link #NEVER} in
     *     order
     * @param candidate level held in that stretch; NaN in order
     * @param acceptedMs start of the window from which on a candidate was the baseline, epoch milliseconds; {@link #NEVER} if
     *     none was
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

    /** Beyond this, a deviation says nothing more; it also keeps the number finite where a series never moved before. */
    double MAX_DEVIATION = 1000;

    /** A time that has not been. */
    long NEVER = Long.MIN_VALUE;
}
