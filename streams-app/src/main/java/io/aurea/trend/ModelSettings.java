package io.aurea.trend;

/**
 * Settings of a {@link SeriesModel}; a stored state can only be read with the settings it was written under.
 *
 * @param minWindows windows that must have been seen before one is judged, [1, ..)
 * @param slopeWindows over how many of the last windows the slope is taken, [5, 24]
 */
public record ModelSettings(int minWindows, int slopeWindows) {

    public static final ModelSettings DEFAULT = new ModelSettings(3, 20);

    public ModelSettings {
        if (minWindows < 1) {
            throw new IllegalArgumentException("minWindows is " + minWindows + "; allowed: 1 and more");
        }
        if (slopeWindows < 5 || slopeWindows > 24) {
            throw new IllegalArgumentException("slopeWindows is " + slopeWindows + "; allowed: 5 to 24");
        }
    }
}
