package io.aurea.pattern.rule;

import io.aurea.metric.MinimumData;
import io.aurea.pattern.AttemptHistory;
import io.aurea.pattern.CallEdge;
import io.aurea.pattern.ClosedCycle;
import io.aurea.pattern.PatternSettings;
import io.aurea.schema.Trend;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The input of rules: the closed cycle and the memory of all cycles up to it.
 *
 * @param cadences of every source of the tenant
 * @param histories of the sources with attempts; the tenant's own under the empty name
 * @param databases of the series about a database, by {@link DatabaseConnectionRule#key}
 * @param minimum how much data a verdict needs
 */
public record CycleView(
        ClosedCycle cycle,
        SourceCadences cadences,
        Map<String, AttemptHistory> histories,
        Map<String, DatabaseAttempts> databases,
        PatternSettings settings,
        MinimumData minimum) {

    List<Trend> trends() {
        return cycle.trends();
    }

    long endMs() {
        return cycle.windowEndMs();
    }

    /** Windows in which a source was heard before this one, up to the counting limit; empty: the source heard most. */
    int heardBefore(String source) {
        int heard = source.isEmpty()
                ? cadences.all().values().stream()
                        .mapToInt(SourceCadence::heard)
                        .max()
                        .orElse(1)
                : cadences.all().get(source).heard();
        return heard - 1;
    }

    Optional<CallEdge> call(Trend trend) {
        return CallEdge.of(trend, cadences.all().keySet(), settings.origin())
                .filter(call -> !settings.origin().denies(call));
    }
}
