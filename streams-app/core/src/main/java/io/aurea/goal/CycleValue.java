package io.aurea.goal;

/**
 * The value of a metric in one cycle.
 *
 * @param sum for a rate its numerator, for a gauge the value itself
 * @param weight for a rate its attempts, [1, ..); for a gauge 1
 * @param rate whether it is a rate
 */
public record CycleValue(double sum, long weight, boolean rate) {
    public CycleValue {
        if (!Double.isFinite(sum) || weight < 1) {
            throw new IllegalArgumentException("no measure from " + sum + " over " + weight);
        }
    }

    /**
     * @param part [0, attempts]
     * @param attempts [1, ..)
     */
    public static CycleValue rate(long part, long attempts) {
        return new CycleValue(part, attempts, true);
    }

    public static CycleValue gauge(double value) {
        return new CycleValue(value, 1, false);
    }
}
