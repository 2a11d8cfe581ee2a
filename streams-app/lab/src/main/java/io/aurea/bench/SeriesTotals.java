package io.aurea.bench;

/**
 * Totals of one series over all windows.
 *
 * @param count observations
 * @param attempts observations that reported success or failure
 * @param successes attempts that succeeded
 */
record SeriesTotals(long count, long attempts, long successes) {
    static final SeriesTotals NONE = new SeriesTotals(0, 0, 0);

    SeriesTotals plus(SeriesTotals other) {
        return new SeriesTotals(count + other.count, attempts + other.attempts, successes + other.successes);
    }
}
