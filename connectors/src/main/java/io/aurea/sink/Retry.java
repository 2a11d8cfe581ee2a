package io.aurea.sink;

import io.aurea.backoff.Backoff;

/** How long to wait for PostgreSQL to come back: pauses until the time is up. Not thread-safe. */
final class Retry {

    private final Backoff backoff;
    private final long timeoutMs;
    private long failingSinceMs;
    private int failures;

    Retry(Backoff backoff, long timeoutMs) {
        this.backoff = backoff;
        this.timeoutMs = timeoutMs;
    }

    void succeeded() {
        failures = 0;
    }

    /**
     * Counts a failure.
     *
     * @param nowMs a clock that only goes forward
     * @return pause before the next attempt in milliseconds, or -1 when the time is up
     */
    long failed(long nowMs) {
        if (failures == 0) {
            failingSinceMs = nowMs;
        }
        if (failures > 0 && nowMs - failingSinceMs >= timeoutMs || timeoutMs == 0) {
            return -1;
        }
        return backoff.pauseMs(failures++);
    }
}
