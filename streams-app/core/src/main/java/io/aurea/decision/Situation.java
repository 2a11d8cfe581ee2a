package io.aurea.decision;

import io.aurea.change.KnownChange;
import io.aurea.incident.IncidentCycle;
import io.aurea.pattern.origin.CallGraph;
import io.aurea.schema.CycleMetrics;
import io.aurea.schema.Goal;
import io.aurea.schema.ObservationKind;
import io.aurea.schema.Pattern;
import io.aurea.schema.Trend;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything orient knows when a tenant's cycle closes. The records are read, but neither kept nor changed; only those of the
 * changed patterns get their incidents.
 *
 * @param cycle the cycle, revision 1; decide fills in its own fields (counts, level, completeness)
 * @param patterns all active patterns, and those that abated in this cycle
 * @param changed the patterns to publish, unshared records
 * @param calls who calls whom
 * @param relatedMs how far apart onsets are that have to do with each other, (0, ..)
 * @param trends the trends of the window; METRIC series of the source {@link #BUSINESS} are the business metrics
 * @param goals the active goals, and those that ended in this cycle
 * @param appendTimeMs when the record that closed the cycle was appended to the loop, epoch milliseconds; null on the
 *     data clock, where event time is not the time of day
 */
public record Situation(
        CycleMetrics cycle,
        List<Pattern> patterns,
        List<Pattern> changed,
        CallGraph calls,
        long relatedMs,
        List<Trend> trends,
        List<Goal> goals,
        Long appendTimeMs) {

    /** Source of the business metrics: counts and sums such as {@code overdue_total}. */
    public static final String BUSINESS = "business";

    /** @param changes that may have caused something */
    IncidentCycle incidents(List<KnownChange> changes, long policyVersion) {
        return new IncidentCycle(
                cycle.getCycleNumber(),
                cycle.getWindowStart().toEpochMilli(),
                cycle.getWindowEnd().toEpochMilli(),
                patterns,
                calls,
                relatedMs,
                changes,
                cycle.getSuccessRate(),
                policyVersion);
    }

    /** Means of the business metrics observed in the window. */
    Map<String, Double> business() {
        Map<String, Double> observed = new TreeMap<>();
        for (Trend t : trends) {
            if (t.getSource().equals(BUSINESS) && t.getKind() == ObservationKind.METRIC && t.getMean() != null) {
                observed.put(t.getName(), t.getMean());
            }
        }
        return observed;
    }
}
