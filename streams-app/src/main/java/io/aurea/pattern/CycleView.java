package io.aurea.pattern;

import io.aurea.schema.Trend;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What rules may look at: the closed cycle and what is remembered of the ones before, this one included.
 *
 * @param rhythms of every source of the tenant
 * @param runs of the sources with attempts; the tenant's own under the empty name
 */
record CycleView(ClosedCycle cycle, Map<String, Rhythm> rhythms, Map<String, Run> runs, PatternSettings settings) {

    List<Trend> trends() {
        return cycle.trends();
    }

    long endMs() {
        return cycle.windowEndMs();
    }

    /** Windows in which a source was heard before this one, as far as they are counted; empty: the source heard most. */
    int heardBefore(String source) {
        int heard = source.isEmpty()
                ? rhythms.values().stream().mapToInt(Rhythm::heard).max().orElse(1)
                : rhythms.get(source).heard();
        return heard - 1;
    }

    Optional<Call> call(Trend trend) {
        return Call.of(trend, rhythms.keySet(), settings.origin());
    }
}
