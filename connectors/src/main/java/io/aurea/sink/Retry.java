package io.aurea.sink;

<<<<<<< HEAD
/** Backoff while PostgreSQL is unavailable: pauses that double up to a limit, until the time is up. Not thread-safe. */
=======
import io.aurea.backoff.Backoff;

/** How long to wait for PostgreSQL to come back: pauses until the time is up. Not thread-safe. */
>>>>>>> k44
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
        return backoff.pauseMs(failures++);
    }
}
