package io.aurea.bench;

/**
 * What the records of one series add up to, whatever windows they fall into.
 *
 * @param count observations
 * @param attempts observations that said success or failure
 * @param successes attempts that succeeded
 */
record Totals(long count, long attempts, long successes) {
    static final Totals NONE = new Totals(0, 0, 0);

    Totals plus(Totals other) {
        return new Totals(count + other.count, attempts + other.attempts, successes + other.successes);
    }
}
