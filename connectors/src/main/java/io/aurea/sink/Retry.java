package io.aurea.sink;

/** Backoff while PostgreSQL is unavailable: pauses that double up to a limit, until the time is up. Not thread-safe. */
final class Retry {

    private final long firstPauseMs;
    private final long longestPauseMs;
    private final long timeoutMs;
    private long failingSinceMs;
    private int failures;

    Retry(long firstPauseMs, long longestPauseMs, long timeoutMs) {
        this.firstPauseMs = firstPauseMs;
        this.longestPauseMs = Math.max(firstPauseMs, longestPauseMs);
        this.timeoutMs = timeoutMs;
    }

    void succeeded() {
        failures = 0;
    }

    /**
     * Counts a failure.
     *
     * @param nowMs from a monotonic clock
     * @return pause before the next attempt in milliseconds, or -1 when the time is up
     */
    long failed(long nowMs) {
        if (failures == 0) {
            failingSinceMs = nowMs;
        }
        if (failures > 0 && nowMs - failingSinceMs >= timeoutMs || timeoutMs == 0) {
            return -1;
        }
        int doublings = Math.min(failures++, 30);
        return Math.min(firstPauseMs << doublings, longestPauseMs);
    }
}
