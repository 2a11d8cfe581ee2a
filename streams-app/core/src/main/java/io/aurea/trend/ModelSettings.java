package io.aurea.trend;

/**
 * Settings of a {@link SeriesModel} and a {@link FailureShare}; a stored state can only be read with the settings it
 * was written with.
 *
 * @param minWindows windows needed before one is judged, [1, ..)
 * @param slopeWindows windows used for the slope, [5, 24]
 * @param acceptAfterMs how long another level must be held, in event time, to become the expected one, milliseconds,
 *     [1, ..)
 * @param budgetWindows windows of one series in which chance may raise one alarm, [100, 1e9]
 */
public record ModelSettings(int minWindows, int slopeWindows, long acceptAfterMs, long budgetWindows) {
    public static final long ACCEPT_AFTER_MS = 86_400_000;
    public static final long BUDGET_WINDOWS = 100_000;
    public static final long LEAST_BUDGET_WINDOWS = 100;
    public static final long MOST_BUDGET_WINDOWS = 1_000_000_000;

    public static final ModelSettings DEFAULT = new ModelSettings(3, 20, ACCEPT_AFTER_MS, BUDGET_WINDOWS);

    public ModelSettings {
        if (minWindows < 1) {
            throw new IllegalArgumentException("minWindows is " + minWindows + "; allowed: 1 and more");
        }
        if (slopeWindows < 5 || slopeWindows > 24) {
            throw new IllegalArgumentException("slopeWindows is " + slopeWindows + "; allowed: 5 to 24");
        }
        if (acceptAfterMs < 1) {
            throw new IllegalArgumentException("acceptAfterMs is " + acceptAfterMs + "; allowed: 1 and more");
        }
        if (budgetWindows < LEAST_BUDGET_WINDOWS || budgetWindows > MOST_BUDGET_WINDOWS) {
            throw new IllegalArgumentException("budgetWindows is " + budgetWindows + "; allowed: "
                    + LEAST_BUDGET_WINDOWS + " to " + MOST_BUDGET_WINDOWS);
        }
    }

    /** With the values that an installation sets. */
    public ModelSettings with(long acceptAfterMs, long budgetWindows) {
        return new ModelSettings(minWindows, slopeWindows, acceptAfterMs, budgetWindows);
    }
}
