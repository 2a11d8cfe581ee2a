package io.aurea.health;

import java.util.Arrays;
import java.util.Collection;

/** Pools the attempts of several series, cycle by cycle. Not thread-safe. */
final class AttemptPool {
    private final long[] attempts = new long[Attempts.MAX_WINDOWS + 1];
    private final long[] failures = new long[Attempts.MAX_WINDOWS + 1];

    /**
     * The share of failures among the pooled attempts of these series, [0, 1].
     *
     * <p>It is the worse of two. The first aligns cycles by time: the failures in each cycle, over all series with
     * attempts in it. The second takes each series' own last cycle with attempts as the newest: for a silent series
     * time stands still, so it counts as it last was and its failures do not go away with it.
     *
     * @param endMs end of the current window, epoch milliseconds
     * @param sizeMs of a window
     */
    double share(Collection<Attempts> series, long endMs, long sizeMs) {
        for (Attempts a : series) {
            add(a, endMs, sizeMs);
        }
        double inTime = take();
        for (Attempts a : series) {
            add(a, a.lastMs(), sizeMs);
        }
        return Math.max(inTime, take());
    }

    private void add(Attempts series, long newestMs, long sizeMs) {
        for (Attempts.Cycle c : series.cycles()) {
            long back = (newestMs - c.endMs()) / sizeMs;
            if (back < attempts.length) {
                attempts[(int) back] += c.attempts();
                failures[(int) back] += c.failures();
            }
        }
    }

    private double take() {
        double share = CertainShare.of(attempts, failures, attempts.length);
        Arrays.fill(attempts, 0);
        Arrays.fill(failures, 0);
        return share;
    }
}
