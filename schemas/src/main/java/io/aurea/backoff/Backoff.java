package io.aurea.backoff;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Pauses that double up to a limit. Kafka's own class is internal, and not in the same place in every version that an
 * application may bring along.
 */
public final class Backoff {
    private final long firstMs;
    private final long longestMs;
    private final double jitter;

    /** @param longestMs counts as {@code firstMs} where it is less */
    public Backoff(long firstMs, long longestMs) {
        this(firstMs, longestMs, 0);
    }

    /** @param jitter share of a pause, in [0, 1), by which each is longer or shorter, so that many do not return at once */
    public Backoff(long firstMs, long longestMs, double jitter) {
        this.firstMs = firstMs;
        this.longestMs = Math.max(firstMs, longestMs);
        this.jitter = jitter;
    }

    /**
     * The pause after one more failure, in milliseconds.
     *
     * @param before how many failures there were before
     */
    public long pauseMs(int before) {
        int doublings = Math.min(before, Long.SIZE - 2);
        long pause = firstMs > longestMs >> doublings ? longestMs : firstMs << doublings;
        if (jitter == 0) {
            return pause;
        }
        return Math.min(longestMs, (long) (pause * ThreadLocalRandom.current().nextDouble(1 - jitter, 1 + jitter)));
    }
}
