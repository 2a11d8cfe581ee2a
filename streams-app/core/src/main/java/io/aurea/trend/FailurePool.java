package io.aurea.trend;

import java.nio.ByteBuffer;

/** Attempts of some windows, and the share of them that failed: a Beta posterior from Jeffreys' prior Beta(1/2, 1/2). */
final class FailurePool {
    /** Windows after which a window counts half. */
    static final int HALF_LIFE = 360;

    private static final double KEPT = StrictMath.pow(0.5, 1.0 / HALF_LIFE);
    private static final double PRIOR = 0.5;
    /** Bytes of state. */
    static final int SIZE = 3 * Double.BYTES;

    private double failures;
    private double attempts;
    private double count;

    void add(long failed, long of) {
        failures += failed;
        attempts += of;
        count++;
    }

    double failures() {
        return failures;
    }

    /** Windows, discounted. */
    double count() {
        return count;
    }

    void add(FailurePool other) {
        failures += other.failures;
        attempts += other.attempts;
        count += other.count;
    }

    FailurePool with(FailurePool other) {
        FailurePool both = new FailurePool();
        both.add(this);
        both.add(other);
        return both;
    }

    void remove(FailurePool part) {
        failures -= part.failures;
        attempts -= part.attempts;
        count -= part.count;
    }

    void forget(double windows) {
        double kept = StrictMath.pow(KEPT, windows);
        failures *= kept;
        attempts *= kept;
        count *= kept;
    }

    /** Keeps the attempts, as if none had failed. */
    void clearFailures() {
        failures = 0;
    }

    void clear() {
        failures = 0;
        attempts = 0;
        count = 0;
    }

    /** Posterior mean, (0, 1). */
    double share() {
        return (failures + PRIOR) / known();
    }

    /** Attempts behind the posterior, including the prior's. */
    double known() {
        return attempts + 2 * PRIOR;
    }

    /** Mean attempts per window, [1, ..). */
    double window() {
        return count == 0 ? 1 : Math.max(1, attempts / count);
    }

    /** Log of the probability under a flat prior over the share. */
    double logOfAny(long failed, long of) {
        return BetaBinomial.logShape(failed, of, 1 + failures, 1 + attempts - failures);
    }

    void save(ByteBuffer out) {
        out.putDouble(failures).putDouble(attempts).putDouble(count);
    }

    void restore(ByteBuffer in) {
        failures = in.getDouble();
        attempts = in.getDouble();
        count = in.getDouble();
    }
}
