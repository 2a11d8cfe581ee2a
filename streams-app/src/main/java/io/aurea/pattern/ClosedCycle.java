package io.aurea.pattern;

import io.aurea.schema.Trend;
import java.util.List;

/**
 * What one tenant's cycle holds when it closes.
 *
 * @param windowStartMs start of the window, inclusive, epoch milliseconds
 * @param windowEndMs end of the window, exclusive, epoch milliseconds
 * @param trends the series with data in the window, ordered by source and name, with polarity and role set; empty for an
 *     idle cycle
 */
public record ClosedCycle(long windowStartMs, long windowEndMs, List<Trend> trends) {
    public ClosedCycle {
        trends = List.copyOf(trends);
        if (windowEndMs <= windowStartMs) {
            throw new IllegalArgumentException("a window ends after it starts: " + windowStartMs + "/" + windowEndMs);
        }
    }

    long sizeMs() {
        return windowEndMs - windowStartMs;
    }
}
