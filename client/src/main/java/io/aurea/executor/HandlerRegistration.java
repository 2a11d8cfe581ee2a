package io.aurea.executor;

import io.aurea.schema.Decision;
import io.aurea.schema.DecisionState;
import java.util.List;
import java.util.Optional;

/**
 * One handler and the decisions it wants.
 *
 * @param state in which it wants decisions
 */
record HandlerRegistration(DecisionState state, DecisionFilter filter, DecisionHandler handler) {

    /** Whether it ends with an outcome. */
    boolean answers() {
        return state == DecisionState.DISPATCHED;
    }

    /** The first that wants this decision. Nobody carries out a dry run. */
    static Optional<HandlerRegistration> first(List<HandlerRegistration> handlings, Decision decision) {
        if (decision.getDryRun()) {
            return Optional.empty();
        }
        for (HandlerRegistration handling : handlings) {
            if (handling.state() == decision.getState() && handling.filter().matches(decision)) {
                return Optional.of(handling);
            }
        }
        return Optional.empty();
    }
}
