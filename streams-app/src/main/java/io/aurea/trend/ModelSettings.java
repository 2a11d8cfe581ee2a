package io.aurea.trend;

/**
 * Settings of a {@link SeriesModel}; a stored state can only be read with the settings it was written under.
 *
 * @param minWindows windows that must have been seen before one is judged, [1, ..)
 * @param slopeWindows over how many of the last windows the slope is taken, [5, 24]
 * @param acceptAfterMs how long a new level must be held before it is what is usual, milliseconds of event time, [1, ..)
 * @param budgetWindows windows of one series that one false alarm may come in, [100, ..)
 */
public record ModelSettings(int minWindows, int slopeWindows, long acceptAfterMs, long budgetWindows) {

    public static final ModelSettings DEFAULT = new ModelSettings(3, 20, 86_400_000, 100_000);

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
        if (budgetWindows < 100) {
            throw new IllegalArgumentException("budgetWindows is " + budgetWindows + "; allowed: 100 and more");
        }
    }
}
