package io.aurea.telemetry;

import java.util.OptionalDouble;

/** Turns a counter into its change per second. Not thread-safe. */
final class Rate {

    private long lastCount;
    private long lastNanos;
    private boolean known;

    /**
     * @param count the counter now
     * @param nanos {@code System.nanoTime()} now
     * @return the change per second since the previous call; empty on the first call and when the counter went back
     */
    OptionalDouble perSecond(long count, long nanos) {
        boolean usable = known && count >= lastCount && nanos > lastNanos;
        double rate = usable ? (count - lastCount) * 1e9 / (nanos - lastNanos) : 0;
        known = true;
        lastCount = count;
        lastNanos = nanos;
        return usable ? OptionalDouble.of(rate) : OptionalDouble.empty();
    }
}
