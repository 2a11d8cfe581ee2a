package io.aurea.heal;

import java.util.Locale;

/**
 * What was expected of an action: where a metric should go, measured by the reference that held when the decision was
 * made. Distances are counted towards the side that is bad.
 *
 * @param metric name of what should move; empty when the symptom alone tells
 * @param up where it should go
 * @param size share of the distance to the reference that should close, (0, 1]
 * @param decides whether the metric alone tells, though the symptom goes on
 * @param before the metric when the decision was made
 */
public record Expectation(String metric, boolean up, double size, boolean decides, MetricReading before) {

    boolean hasReference() {
        return before.baseline() != null;
    }

    /** Whether the metric was beyond its reference when the decision was made, of a rate with its whole interval. */
    boolean hasSomethingToClose(HealSettings settings) {
        return before.value() != null && off(up ? before.high() : before.low()) > tolerance(settings);
    }

    /** Whether a reading is back, of a rate with the end of its interval that speaks against it. */
    public boolean isBack(MetricReading now, HealSettings settings) {
        return off(up ? now.low() : now.high()) <= limit(settings);
    }

    /** Whether a reading is not back, of a rate with its whole interval. */
    boolean isNotBack(MetricReading now, HealSettings settings) {
        return off(up ? now.high() : now.low()) > limit(settings);
    }

    /** Whether a reading as it stands is within what counts as back. */
    public boolean looksBack(MetricReading now, HealSettings settings) {
        return off(now.value()) <= limit(settings);
    }

    /** Whether a reading is on the good side of what was before, of rates with both intervals. */
    boolean hasMoved(MetricReading now) {
        return up ? now.low() > before.high() : now.high() < before.low();
    }

    /** Whether a reading may be on the good side of what was before. */
    boolean mayHaveMoved(MetricReading now) {
        return up ? now.high() > before.low() : now.low() < before.high();
    }

    /** What is left of the distance: the tolerance, or what may stay open of the distance there was. */
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
