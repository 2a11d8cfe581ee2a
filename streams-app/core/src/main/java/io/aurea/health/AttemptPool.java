package io.aurea.health;

import java.util.Arrays;
import java.util.Collection;

/** Puts the attempts of several series together, cycle by cycle. Not thread-safe. */
final class AttemptPool {
    private final long[] attempts = new long[Attempts.MAX_WINDOWS + 1];
    private final long[] failures = new long[Attempts.MAX_WINDOWS + 1];

    /**
     * The share of the attempts of these series together that fails, [0, 1].
     *
     * <p>It is the worse of two. In the first, cycles are those of time: what failed in this cycle, over all series that had
     * attempts in it. In the second each series' own last cycle with attempts counts as the newest: for one that is no longer
     * heard time stands still, so that it counts as it last was and its failures do not go away with it.
     *
     * @param endMs end of the present window, epoch milliseconds
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
