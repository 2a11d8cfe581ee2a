package io.aurea.pattern;

import io.aurea.schema.Trend;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One tenant's cycle when it closes.
 *
 * @param windowStartMs start of the window, inclusive, epoch milliseconds
 * @param windowEndMs end of the window, exclusive, epoch milliseconds
 * @param trends the series with data in the window, ordered by source and name, with polarity and role set; empty for an
 *     idle cycle
 * @param late the sources that reported too late to be in the window
 * @param unheard when nobody was there to listen
 * @param epoch the number before the first of the tenant's epoch, see {@link io.aurea.state.Epoch}
 */
public record ClosedCycle(
        long windowStartMs,
        long windowEndMs,
        List<Trend> trends,
        SortedSet<String> late,
        UnobservedTime unheard,
        long epoch) {
    public ClosedCycle {
        trends = List.copyOf(trends);
        late = Collections.unmodifiableSortedSet(new TreeSet<>(late));
        if (windowEndMs <= windowStartMs) {
            throw new IllegalArgumentException("a window ends after it starts: " + windowStartMs + "/" + windowEndMs);
        }
    }

    /** A cycle without late sources and without absence of the loop. */
    public ClosedCycle(long windowStartMs, long windowEndMs, List<Trend> trends) {
        this(windowStartMs, windowEndMs, trends, new TreeSet<>(), UnobservedTime.NEVER, 0);
    }

    public long sizeMs() {
        return windowEndMs - windowStartMs;
    }
}
