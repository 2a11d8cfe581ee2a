package io.aurea.bench;

/**
 * What the records of one series add up to, whatever windows they fall into.
 *
 * @param count observations
 * @param attempts observations that said success or failure
 * @param successes attempts that succeeded
 */
record SeriesTotals(long count, long attempts, long successes) {
    static final SeriesTotals NONE = new SeriesTotals(0, 0, 0);

    SeriesTotals plus(SeriesTotals other) {
        return new SeriesTotals(count + other.count, attempts + other.attempts, successes + other.successes);
    }
}
