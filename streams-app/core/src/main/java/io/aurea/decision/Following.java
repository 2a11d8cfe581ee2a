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

/** What becomes of decisions between dispatch and judgement: outcomes, and deadlines that pass. */
final class Following {
    private final TenantState state;
    private final Endings endings;
    private final FailureClassifier failures = new FailureClassifier();

    Following(TenantState state, Endings endings) {
        this.state = state;
        this.endings = endings;
    }

    /** An executor answers. What does not answer an open question is refused with the reason; it never counts twice. */
    void outcome(Outcome o, Turn turn, LearningCount learnings) {
        Decision d = state.decisions.get(o.getDecisionId());
        if (d == null || d.getState() != DecisionState.DISPATCHED) {
            refuse(o, d, turn);
            return;
        }
        String by = " by " + o.getExecutor();
        switch (o.getStatus()) {
            case SUCCEEDED -> succeeded(d, o, "carried out" + by + text(o.getMessage()), turn);
            case FAILED -> {
                String error = o.getError() == null ? "" : o.getError();
                String type = failures.classify(error).text();
                Decision failed = state.move(
                        d, DecisionState.FAILED, "failed" + by + text(error), turn, x -> x.setFailureClass(type));
                endings.ended(failed, d.getJudged() ? Ending.FAILED : Ending.UNANSWERED, d.getCycleNumber(), turn);
            }
            case TIMED_OUT -> timedOut(d, "gave up" + by + text(o.getError()), d.getCycleNumber(), turn);
            case SKIPPED -> {
                Decision skipped = state.move(d, DecisionState.EXPIRED, "skipped" + by + text(o.getMessage()), turn);
                endings.ended(skipped, Ending.SKIPPED, d.getCycleNumber(), turn);
            }
            case UNKNOWN -> {
                turn.out()
                        .deadLetter("the outcome of decision " + o.getDecisionId()
                                + " has no status that is known here; allowed: SUCCEEDED, FAILED, TIMED_OUT, SKIPPED");
                return;
            }
        }
        state.revise(d.getCycleNumber(), counts(d, o.getStatus()), learnings.count(), turn);
    }

    private void succeeded(Decision d, Outcome o, String reason, Turn turn) {
        if (d.getJudged()) {
            state.move(d, DecisionState.SUCCEEDED, reason, turn, x -> {
                x.setSettleUntil(Instant.ofEpochMilli(turn.momentMs() + x.getSettleMs()));
                x.setWorksFrom(Instant.ofEpochMilli(worksFrom(d, o, turn)));
            });
            endings.settle(d, turn);
        } else {
            Decision done = state.move(d, DecisionState.SUCCEEDED, reason, turn);
            endings.ended(done, Ending.INFORMED, d.getCycleNumber(), turn);
        }
    }

    /**
     * When the outcome had come and the action can have worked. An executor's clock is believed as far as it fits: it
     * began after the dispatch and before its outcome came.
     */
    private static long worksFrom(Decision d, Outcome o, Turn turn) {
        long came = turn.momentMs();
        long said = o.getStartedAt().toEpochMilli();
        long began = said <= 0 ? came : Math.max(Math.min(d.getUpdatedAt().toEpochMilli(), came), Math.min(said, came));
        return Math.max(came, began + d.getWorksAfterMs());
    }

    /** Whether it was carried out is not known, so its target has to settle as if it was. */
    private void timedOut(Decision d, String reason, long learnsInCycle, Turn turn) {
        Decision timedOut = state.move(d, DecisionState.TIMED_OUT, reason, turn);
        if (d.getJudged()) {
            endings.settle(timedOut, turn);
        } else {
            state.count(TenantDecisions.UNANSWERED);
        }
        endings.ended(timedOut, d.getJudged() ? Ending.TIMED_OUT : Ending.UNANSWERED, learnsInCycle, turn);
    }

    private void refuse(Outcome o, Decision open, Turn turn) {
        String id = o.getDecisionId();
        EndedMemory ended = state.ended.get(id);
        DecisionState at = open != null ? open.getState() : ended != null ? ended.state() : null;
        if (at == null) {
            turn.out().deadLetter("no decision " + id + " is known, or it ended long ago");
            return;
        }
        turn.out()
                .deadLetter("decision " + id + " is " + at
                        + (ended == null ? "" : " since " + Instant.ofEpochMilli(ended.atMs()))
                        + "; an outcome is taken once, while it is DISPATCHED");
        boolean done = o.getStatus() == OutcomeStatus.SUCCEEDED || o.getStatus() == OutcomeStatus.FAILED;
        if (at == DecisionState.TIMED_OUT && ended != null && done) {
            // Late, but something was done to the target just now: it has to settle.
            state.target(ended.target(), state.target(ended.target()).settlesAt(turn.momentMs() + ended.settleMs()));
        }
    }

    /** Event time has passed deadlines. */
    void deadlines(Turn turn) {
        for (Decision d : all(x -> x.getState() == DecisionState.AWAITING_APPROVAL
                && turn.windowEndMs() >= x.getApprovalDeadline().toEpochMilli())) {
            expire(d, "nobody answered by " + d.getApprovalDeadline(), turn);
        }
        for (Decision d : all(x -> x.getState() == DecisionState.DISPATCHED
                && turn.windowEndMs() >= x.getOutcomeDeadline().toEpochMilli())) {
            timedOut(d, "no outcome by " + d.getOutcomeDeadline(), turn.cycleNumber(), turn);
            state.revise(d.getCycleNumber(), counts(d, OutcomeStatus.TIMED_OUT), 0, turn);
        }
    }

    /** As what an outcome counts in its cycle: what only informs and was not answered is no failed action. */
    private static OutcomeStatus counts(Decision d, OutcomeStatus status) {
        return status == OutcomeStatus.TIMED_OUT && !d.getJudged() ? null : status;
    }

    Decision expire(Decision d, String reason, Turn turn) {
        Decision expired = state.move(d, DecisionState.EXPIRED, reason, turn);
        endings.ended(expired, Ending.EXPIRED, turn.cycleNumber(), turn);
        state.revise(d.getCycleNumber(), null, 0, turn);
        return expired;
    }

    /** A cycle shows whether there is still something to ask a person for. */
    void look(Symptoms symptoms, Turn turn) {
        for (Decision d : all(x -> x.getState() == DecisionState.AWAITING_APPROVAL)) {
            if (symptoms.get(d.getSymptom()) == null) {
                expire(d, "the symptom went before anybody answered", turn);
            }
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
