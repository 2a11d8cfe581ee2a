package io.aurea.autonomy;

/**
 * Confidence that an action needs to be dispatched without asking, and how far outcomes may move it.
 *
 * @param start where it begins, [low, high]
 * @param low it never falls below, [0, 1]
 * @param high it never rises above, [low, 1]
 */
public record Threshold(double start, double low, double high) {
    public Threshold {
        need(low >= 0 && low <= 1, "low", low, "[0, 1]");
        need(high >= low && high <= 1, "high", high, "[low, 1]");
        need(start >= low && start <= high, "start", start, "[low, high]");
    }

    private static void need(boolean right, String key, double value, String allowed) {
        if (!right) {
            throw new IllegalArgumentException(key + " is " + value + "; allowed: " + allowed);
        }
    }

    /** The nearest value within the bounds. */
    public double clamp(double value) {
        return Math.max(low, Math.min(high, value));
    }
}
