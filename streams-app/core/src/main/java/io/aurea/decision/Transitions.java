package io.aurea.decision;

import io.aurea.schema.DecisionState;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The allowed transitions of a decision; drawn in the package documentation. */
final class Transitions {
    private static final Map<DecisionState, Set<DecisionState>> ALLOWED = allowed();

    private Transitions() {}

    private static Map<DecisionState, Set<DecisionState>> allowed() {
        Map<DecisionState, Set<DecisionState>> to = new EnumMap<>(DecisionState.class);
        to.put(
                DecisionState.PROPOSED,
                EnumSet.of(DecisionState.AWAITING_APPROVAL, DecisionState.SUPPRESSED, DecisionState.DISPATCHED));
        to.put(
                DecisionState.AWAITING_APPROVAL,
                EnumSet.of(
                        DecisionState.DISPATCHED,
                        DecisionState.SUPPRESSED,
                        DecisionState.REJECTED,
                        DecisionState.EXPIRED));
        to.put(
                DecisionState.DISPATCHED,
                EnumSet.of(
                        DecisionState.SUCCEEDED, DecisionState.FAILED, DecisionState.TIMED_OUT, DecisionState.EXPIRED));
        to.put(
                DecisionState.SUCCEEDED,
                EnumSet.of(
                        DecisionState.VERIFIED,
                        DecisionState.INEFFECTIVE,
                        DecisionState.RECOVERED_BEFORE,
                        DecisionState.EXPIRED));
        for (DecisionState ended : EnumSet.of(
                DecisionState.SUPPRESSED,
                DecisionState.EXPIRED,
                DecisionState.FAILED,
                DecisionState.TIMED_OUT,
                DecisionState.INEFFECTIVE)) {
            to.put(ended, EnumSet.of(DecisionState.ESCALATED));
        }
        return to;
    }

    /** The states that may follow this one; empty for a final state. */
    static Set<DecisionState> from(DecisionState state) {
        return ALLOWED.getOrDefault(state, Set.of());
    }
}
