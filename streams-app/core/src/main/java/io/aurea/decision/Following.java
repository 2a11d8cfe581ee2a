package io.aurea.decision;

import io.aurea.failure.FailureClassifier;
import io.aurea.learning.Ending;
import io.aurea.schema.Decision;
import io.aurea.schema.DecisionState;
import io.aurea.schema.Outcome;
import io.aurea.schema.OutcomeStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Follows decisions from dispatch to verdict: outcomes, and deadlines that pass. */
final class Following {
    private final TenantState state;
    private final Endings endings;
    private final FailureClassifier failures = new FailureClassifier();

    Following(TenantState state, Endings endings) {
        this.state = state;
        this.endings = endings;
    }

    /**
     * An executor answers. An outcome that matches no dispatched decision is refused with the reason; none counts
     * twice.
     */
    void outcome(Outcome o, EventContext event) {
        int before = state.learning.learnings();
        Decision d = state.decisions.get(o.getDecisionId());
        if (d == null || d.getState() != DecisionState.DISPATCHED) {
            refuse(o, d, event);
            return;
        }
        String by = " by " + o.getExecutor();
        switch (o.getStatus()) {
            case SUCCEEDED -> succeeded(d, o, "carried out" + by + text(o.getMessage()), event);
            case FAILED -> {
                String error = o.getError() == null ? "" : o.getError();
                String type = failures.classify(error).text();
                Decision failed = state.move(
                        d, DecisionState.FAILED, "failed" + by + text(error), event, x -> x.setFailureClass(type));
                endings.ended(failed, d.getJudged() ? Ending.FAILED : Ending.UNANSWERED, d.getCycleNumber(), event);
            }
            case TIMED_OUT -> timedOut(d, "gave up" + by + text(o.getError()), d.getCycleNumber(), event);
            case SKIPPED -> {
                Decision skipped = state.move(d, DecisionState.EXPIRED, "skipped" + by + text(o.getMessage()), event);
                endings.ended(skipped, Ending.SKIPPED, d.getCycleNumber(), event);
            }
            case UNKNOWN -> {
                event.out()
                        .deadLetter("the outcome of decision " + o.getDecisionId()
                                + " has an unknown status; allowed: SUCCEEDED, FAILED, TIMED_OUT, SKIPPED");
                return;
            }
        }
        state.revise(d.getCycleNumber(), counts(d, o.getStatus()), state.learning.learnings() - before, event);
    }

    private void succeeded(Decision d, Outcome o, String reason, EventContext event) {
        if (d.getJudged()) {
            state.move(d, DecisionState.SUCCEEDED, reason, event, x -> {
                x.setSettleUntil(Instant.ofEpochMilli(event.momentMs() + x.getSettleMs()));
                x.setWorksFrom(Instant.ofEpochMilli(worksFrom(d, o, event)));
            });
            endings.settle(d, event);
        } else {
            Decision done = state.move(d, DecisionState.SUCCEEDED, reason, event);
            endings.ended(done, Ending.INFORMED, d.getCycleNumber(), event);
        }
    }

    /**
     * When the outcome had arrived and the action could have worked. An executor's clock is trusted if it is plausible:
     * a start between the dispatch and the arrival of its outcome.
     */
    private static long worksFrom(Decision d, Outcome o, EventContext event) {
        long came = event.momentMs();
        long said = o.getStartedAt().toEpochMilli();
        long began = said <= 0 ? came : Math.max(Math.min(d.getUpdatedAt().toEpochMilli(), came), Math.min(said, came));
        return Math.max(came, began + d.getWorksAfterMs());
    }

    /** Nobody knows whether it was carried out, so its target settles as if it was; what only informs has just not been read. */
    private void timedOut(Decision d, String reason, long learnsInCycle, EventContext event) {
        if (!d.getJudged()) {
            Decision unread = state.move(d, DecisionState.EXPIRED, reason + "; it only informs", event);
            endings.ended(unread, Ending.UNANSWERED, learnsInCycle, event);
            return;
        }
        Decision timedOut = state.move(d, DecisionState.TIMED_OUT, reason, event);
        endings.settle(timedOut, event);
        endings.ended(timedOut, Ending.TIMED_OUT, learnsInCycle, event);
    }

    private void refuse(Outcome o, Decision open, EventContext event) {
        String id = o.getDecisionId();
        EndedMemory ended = state.ended.get(id);
        DecisionState at = open != null ? open.getState() : ended != null ? ended.state() : null;
        if (at == null) {
            event.out().deadLetter("no decision " + id + " is known, or it ended long ago");
            return;
        }
        event.out()
                .deadLetter("decision " + id + " is " + at
                        + (ended == null ? "" : " since " + Instant.ofEpochMilli(ended.atMs()))
                        + "; an outcome is taken once, while it is DISPATCHED");
        boolean done = o.getStatus() == OutcomeStatus.SUCCEEDED || o.getStatus() == OutcomeStatus.FAILED;
        if (at == DecisionState.TIMED_OUT && ended != null && done) {
            // Late, but the target was just acted on: it has to settle.
            state.target(ended.target(), state.target(ended.target()).settlesAt(event.momentMs() + ended.settleMs()));
        }
    }

    /** Event time has passed deadlines. */
    void deadlines(EventContext event) {
        for (Decision d : all(x -> x.getState() == DecisionState.AWAITING_APPROVAL
                && event.windowEndMs() >= x.getApprovalDeadline().toEpochMilli())) {
            expire(d, "nobody answered by " + d.getApprovalDeadline(), event);
        }
        for (Decision d : all(x -> x.getState() == DecisionState.DISPATCHED
                && event.windowEndMs() >= x.getOutcomeDeadline().toEpochMilli())) {
            timedOut(d, "no outcome by " + d.getOutcomeDeadline(), event.cycleNumber(), event);
            state.revise(d.getCycleNumber(), counts(d, OutcomeStatus.TIMED_OUT), 0, event);
        }
    }

    /** The status counted in the cycle: an unanswered action that only informs is not a failed one. */
    private static OutcomeStatus counts(Decision d, OutcomeStatus status) {
        return status == OutcomeStatus.TIMED_OUT && !d.getJudged() ? null : status;
    }

    Decision expire(Decision d, String reason, EventContext event) {
        return expire(d, reason, Ending.EXPIRED, event);
    }

    private Decision expire(Decision d, String reason, Ending ending, EventContext event) {
        Decision expired = state.move(d, DecisionState.EXPIRED, reason, event);
        endings.ended(expired, ending, event.cycleNumber(), event);
        state.revise(d.getCycleNumber(), null, 0, event);
        return expired;
    }

    /** Checks with each cycle whether an approval is still needed. */
    void look(Symptoms symptoms, EventContext event) {
        for (Decision d : all(x -> x.getState() == DecisionState.AWAITING_APPROVAL)) {
            if (symptoms.get(d.getSymptom()) == null) {
                expire(d, "the symptom went away before anybody answered", event);
            }
        }
    }

    /** Nobody is asked any more; what was not answered may be asked again. */
    void withdraw(String reason, EventContext event) {
        for (Decision d : all(x -> x.getState() == DecisionState.AWAITING_APPROVAL)) {
            expire(d, reason, Ending.SKIPPED, event);
        }
    }

    private List<Decision> all(Predicate<Decision> which) {
        List<Decision> found = new ArrayList<>();
        for (Decision d : state.decisions.values()) {
            if (which.test(d)) {
                found.add(d);
            }
        }
        return found;
    }

    private static String text(String text) {
        return text == null || text.isEmpty() ? "" : ": " + text;
    }
}
