package io.aurea.view;

import io.aurea.pattern.origin.KnownCall;
import io.aurea.schema.CycleMetrics;
import io.aurea.schema.Decision;
import io.aurea.schema.Goal;
import io.aurea.schema.Incident;
import io.aurea.schema.Learning;
import io.aurea.schema.Pattern;
import io.aurea.schema.Status;
import java.util.List;
import java.util.Optional;

/**
 * What is shown of one tenant. Immutable and thread-safe.
 *
 * @param status as of the last cycle; empty before the first
 * @param facts empty before the first cycle and the first command
 * @param cycles by number
 * @param trends by the end of the window
 * @param patterns by id
 * @param goals by when they were set
 * @param incidents by when they were opened
 * @param decisions by when they were made
 * @param learnings by when they were learned
 * @param evidence by context and action
 * @param calls who calls whom, no call twice
 */
public record TenantView(
        String tenant,
        Optional<Status> status,
        Optional<TenantFacts> facts,
        TenantTotals totals,
        Records<CycleMetrics> cycles,
        Records<TrendWindow> trends,
        Records<Pattern> patterns,
        Records<Goal> goals,
        Records<Incident> incidents,
        Records<Decision> decisions,
        Records<Learning> learnings,
        List<ActionBelief> evidence,
        List<KnownCall> calls) {

    /** Whether an operator has paused the tenant as a whole. */
    public boolean paused() {
        return facts.isPresent() && facts.get().controls().pauses().containsKey(io.aurea.autonomy.Controls.ALL);
    }

    /** Whether anything is known about it. */
    public boolean known() {
        return status.isPresent() || facts.isPresent();
    }
}
