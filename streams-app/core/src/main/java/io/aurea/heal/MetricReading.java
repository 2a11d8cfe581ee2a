package io.aurea.heal;

import io.aurea.window.Wilson;

/**
 * A metric at one time.
 *
 * @param value null without data
 * @param attempts behind it if it is a rate, [1, ..); else 0
 * @param baseline the reference, the expected value; null without enough history
 * @param spread usual distance from it, [0, ..); null without one, as for a rate, whose precision follows from its
 *     attempts
 */
public record MetricReading(Double value, long attempts, Double baseline, Double spread) {
    public static final MetricReading NONE = new MetricReading(null, 0, null, null);

    /** A reading that is not a rate. */
    public static MetricReading gauge(Double value, Double baseline, Double spread) {
        return new MetricReading(value, 0, baseline, spread);
    }

    /** A share of attempts; {@link #NONE} without attempts. */
    public static MetricReading rate(long counted, long attempts, Double baseline) {
        return attempts == 0 ? NONE : new MetricReading((double) counted / attempts, attempts, baseline, null);
    }

    /** With this reference, if it has none of its own. */
    public MetricReading orAgainst(Double reference) {
        return baseline != null ? this : new MetricReading(value, attempts, reference, spread);
    }

    /** Whether it is beyond its reference on either side; for a rate, above and with certainty; false if unknown. */
    public boolean isOff(HealSettings settings) {
        if (value == null || baseline == null) {
            return false;
        }
        double scatter = Math.max(spread == null ? 0 : spread, settings.minSpreadShare() * Math.abs(baseline));
        return isRate() ? low() > baseline : Math.abs(value - baseline) > settings.spreads() * scatter;
    }

    boolean isRate() {
        return attempts > 0;
    }

    /** Number of attempts that it counts. */
    public long counted() {
        return Math.round(value * attempts);
    }

    /** The lowest it may truly be: for a rate, the lower end of its 95 % interval. */
    double low() {
        return isRate() ? Wilson.of(counted(), attempts).low() : value;
    }

    /** The highest it may truly be. */
    double high() {
        return isRate() ? Wilson.of(counted(), attempts).high() : value;
    }
}
