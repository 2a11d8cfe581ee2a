package io.aurea.cycle;

import io.aurea.schema.Trend;
import java.util.List;
import java.util.SortedSet;

/**
 * What one cycle of a tenant is made from.
 *
 * @param trends by source and name
 * @param late the sources that reported too late to be in it
 * @param unjudged of series beyond the most that a cycle judges
 * @param limits what was kept out of it, or of what comes after it
 */
record CycleInput(List<Trend> trends, SortedSet<String> late, UnjudgedSeries unjudged, ReachedLimits limits) {

    /** Number of observations in it. */
    long observations() {
        return unjudged.observations()
                + trends.stream().mapToLong(Trend::getCount).sum();
    }

    /** Whether nothing was counted. */
    boolean isEmpty() {
        return trends.isEmpty() && unjudged.series() == 0;
    }

    /** Whether nothing was heard at all, late records included. */
    boolean isSilent() {
        return isEmpty() && late.isEmpty() && limits.counts().isEmpty();
    }
}
