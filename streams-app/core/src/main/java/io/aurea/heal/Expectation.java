package io.aurea.heal;

import java.util.Locale;

/**
 * The expected effect of an action: where a metric should go, measured against the reference at the time of the
 * decision. Distances count towards the bad side.
 *
 * @param metric name of what should move; empty if only the symptom counts
 * @param up whether it should rise
 * @param size share of the distance to the reference that should close, (0, 1]
 * @param decides whether the metric alone decides, even while the symptom persists
 * @param before the metric when the decision was made
 */
public record Expectation(String metric, boolean up, double size, boolean decides, MetricReading before) {

    boolean hasReference() {
        return before.baseline() != null;
    }

    /** Whether the metric was beyond its reference when the decision was made; for a rate, with its whole interval. */
    boolean hasSomethingToClose(HealSettings settings) {
        return before.value() != null && off(up ? before.high() : before.low()) > tolerance(settings);
    }

    /** Whether a reading is back; for a rate, with the unfavourable end of its interval. */
    public boolean isBack(MetricReading now, HealSettings settings) {
        return off(up ? now.low() : now.high()) <= limit(settings);
    }

    /** Whether a reading is not back; for a rate, with its whole interval. */
    boolean isNotBack(MetricReading now, HealSettings settings) {
        return off(up ? now.high() : now.low()) > limit(settings);
    }

    /** Whether a reading, taken at face value, counts as back. */
    public boolean looksBack(MetricReading now, HealSettings settings) {
        return off(now.value()) <= limit(settings);
    }

    /** Whether a reading is on the good side of the former one; for rates, with both intervals. */
    boolean hasMoved(MetricReading now) {
        return up ? now.low() > before.high() : now.high() < before.low();
    }

    /** Whether a reading may be on the good side of the former one. */
    boolean mayHaveMoved(MetricReading now) {
        return up ? now.high() > before.low() : now.low() < before.high();
    }

    /** The allowed distance: the tolerance, or the part of the original distance that may remain. */
    private double limit(HealSettings settings) {
        double open = before.value() == null ? 0 : (1 - size) * off(before.value());
        return Math.max(tolerance(settings), open);
    }

    private double tolerance(HealSettings settings) {
        if (before.isRate()) {
            return settings.rateTolerance();
        }
        double spread = before.spread() == null ? 0 : before.spread();
        return settings.spreads() * Math.max(spread, settings.minSpreadShare() * Math.abs(before.baseline()));
    }

    private double off(double value) {
        return (value - before.baseline()) * (up ? -1 : 1);
    }

    String told(MetricReading now) {
        String value = now.isRate()
                ? String.format(
                        Locale.ROOT, "%.6g of %d (%.4g to %.4g)", now.value(), now.attempts(), now.low(), now.high())
                : String.format(Locale.ROOT, "%.6g", now.value());
        String was = before.value() == null ? "unknown" : String.format(Locale.ROOT, "%.6g", before.value());
        return metric + " is " + value + ", was " + was
                + String.format(Locale.ROOT, ", its reference is %.6g", before.baseline());
    }
}
