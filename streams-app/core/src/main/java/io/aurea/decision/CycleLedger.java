package io.aurea.decision;

import io.aurea.schema.CycleMetrics;
import io.aurea.schema.Decision;
import io.aurea.schema.DecisionState;
import io.aurea.schema.OutcomeStatus;
import io.aurea.state.StoredMap;
import java.util.Collection;

/**
 * The cycles with open decisions. A cycle is published when it closes, again when an outcome changes its numbers, and
 * is complete when all of its decisions have ended; then it is dropped.
 */
final class CycleLedger {
    private final StoredMap<CycleMetrics> cycles;

    CycleLedger(char letter) {
        cycles = new StoredMap<>(letter, DecisionCodec.CYCLES);
    }

    StoredMap<?> stored() {
        return cycles;
    }

    /**
     * Adds a cycle that has closed and whose decisions are made.
     *
     * @param cycle not shared with anybody
     */
    void close(CycleMetrics cycle, Collection<Decision> decisions, EventContext event) {
        cycle.setComplete(!anyOpen(cycle.getCycleNumber(), decisions));
        if (!cycle.getComplete()) {
            cycles.put(name(cycle.getCycleNumber()), cycle);
        }
        event.out().cycle(cycle);
    }

    /**
     * A decision of this cycle has ended, with this outcome, or null. Something may have been learned from it.
     *
     * @return the updated cycle; null if it was already complete
     */
    CycleMetrics ended(
            long cycleNumber, OutcomeStatus status, int learnings, Collection<Decision> decisions, EventContext event) {
        CycleMetrics known = cycles.get(name(cycleNumber));
        if (known == null) {
            return null;
        }
        CycleMetrics cycle = DecisionCodec.copy(known);
        boolean succeeded = status == OutcomeStatus.SUCCEEDED;
        boolean failed = status == OutcomeStatus.FAILED || status == OutcomeStatus.TIMED_OUT;
        cycle.setActionsSuccessful(cycle.getActionsSuccessful() + (succeeded ? 1 : 0));
        cycle.setActionsFailed(cycle.getActionsFailed() + (failed ? 1 : 0));
        cycle.setActionsExecuted(cycle.getActionsSuccessful() + cycle.getActionsFailed());
        cycle.setLearningInsightsGenerated(cycle.getLearningInsightsGenerated() + learnings);
        if (cycle.getActionsExecuted() > 0) {
            cycle.setActionSuccessRate((double) cycle.getActionsSuccessful() / cycle.getActionsExecuted());
        }
        cycle.setComplete(!anyOpen(cycleNumber, decisions));
        cycle.setRevision(cycle.getRevision() + 1);
        if (event.appendTimeMs() != null) {
            cycle.setCycleDurationSeconds(
                    (event.appendTimeMs() - cycle.getWindowEnd().toEpochMilli()) / 1000.0);
        }
        if (cycle.getComplete()) {
            cycles.remove(name(cycleNumber));
        } else {
            cycles.put(name(cycleNumber), cycle);
        }
        event.out().cycle(cycle);
        return cycle;
    }

    private static boolean anyOpen(long cycleNumber, Collection<Decision> decisions) {
        return decisions.stream()
                .anyMatch(d -> d.getCycleNumber() == cycleNumber
                        && (d.getState() == DecisionState.AWAITING_APPROVAL
                                || d.getState() == DecisionState.DISPATCHED));
    }

    private static String name(long cycleNumber) {
        return Long.toString(cycleNumber);
    }
}
