package io.aurea.metric;

import io.aurea.schema.Trend;
import java.util.OptionalDouble;

/** Reads the level of a metric that is a share of something as a fraction. */
public final class Share {

    private Share() {}

    /**
     * The mean of the window, [0, 1]; empty without values. Percent if the unit says so or if it is above 1, which no
     * fraction is.
     */
    public static OptionalDouble of(Trend t) {
        if (t.getMean() == null) {
            return OptionalDouble.empty();
        }
        double mean = t.getMean();
        double share = isPercent(t.getUnit()) || mean > 1 ? mean / 100 : mean;
        return OptionalDouble.of(Math.min(1, Math.max(0, share)));
    }

    private static boolean isPercent(String unit) {
        return unit != null && (unit.equals("%") || unit.equalsIgnoreCase("percent") || unit.equalsIgnoreCase("pct"));
    }
}
