package io.aurea.metric;

/**
 * How much data a verdict needs.
 *
 * @param attempts behind a rate, [1, ..)
 * @param windows with data behind a verdict on a gauge, [1, ..)
 */
public record MinimumData(long attempts, int windows) {
    public MinimumData {
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts is " + attempts + "; allowed: [1, ..)");
        }
        if (windows < 1) {
            throw new IllegalArgumentException("windows is " + windows + "; allowed: [1, ..)");
        }
    }
}
