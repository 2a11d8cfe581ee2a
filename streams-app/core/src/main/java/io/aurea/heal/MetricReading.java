package io.aurea.heal;

import io.aurea.window.Wilson;

/**
 * A metric at one time.
 *
 * @param value null without data
 * @param attempts behind it when it is a rate, [1, ..); 0 when it is none
 * @param baseline the reference: what was expected; null without enough history
 * @param spread usual distance from it, [0, ..); null without one, as of a rate, whose attempts say how sure it is
 */
public record MetricReading(Double value, long attempts, Double baseline, Double spread) {
    public static final MetricReading NONE = new MetricReading(null, 0, null, null);

    /** Of a number that is no rate. */
    public static MetricReading gauge(Double value, Double baseline, Double spread) {
        return new MetricReading(value, 0, baseline, spread);
    }

    /** Of a share of attempts; {@link #NONE} without attempts. */
    public static MetricReading rate(long counted, long attempts, Double baseline) {
        return attempts == 0 ? NONE : new MetricReading((double) counted / attempts, attempts, baseline, null);
    }

    /** The same against another reference, where it has none of its own. */
    public MetricReading orAgainst(Double reference) {
        return baseline != null ? this : new MetricReading(value, attempts, reference, spread);
    }

    /** Whether it is beyond its reference on either side, of a rate for sure and above; false where that is not known. */
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

    /** How many of the attempts it counts. */
    public long counted() {
        return Math.round(value * attempts);
    }

    /** The least it may truly be: of a rate the lower end of its 95 % interval. */
    double low() {
        return isRate() ? Wilson.of(counted(), attempts).low() : value;
    }

    /** The most it may truly be. */
    double high() {
        return isRate() ? Wilson.of(counted(), attempts).high() : value;
    }
}
