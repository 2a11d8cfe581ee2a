package io.aurea.pattern;

import io.aurea.schema.Trend;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What one tenant's cycle holds when it closes.
 *
 * @param windowStartMs start of the window, inclusive, epoch milliseconds
 * @param windowEndMs end of the window, exclusive, epoch milliseconds
 * @param trends the series with data in the window, ordered by source and name, with polarity and role set; empty for an
 *     idle cycle
 * @param late the sources that spoke too late to be in the window
 * @param unheard when nobody was there to hear
 * @param epoch the number before the first one of the tenant's epoch, see {@link io.aurea.state.Epoch}
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

    /** One in which nobody was late, and there always was somebody to hear. */
    public ClosedCycle(long windowStartMs, long windowEndMs, List<Trend> trends) {
        this(windowStartMs, windowEndMs, trends, new TreeSet<>(), UnobservedTime.NEVER, 0);
    }

    public long sizeMs() {
        return windowEndMs - windowStartMs;
    }
}
