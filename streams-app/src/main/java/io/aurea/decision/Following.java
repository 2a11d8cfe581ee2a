package io.aurea.decision;

import io.aurea.failure.FailureClassifier;
import io.aurea.heal.Reading;
import io.aurea.heal.Recovery;
import io.aurea.heal.Recovery.Expectation;
import io.aurea.heal.Recovery.Judgement;
import io.aurea.heal.Recovery.Verdict;
import io.aurea.learning.Ending;
import io.aurea.rule.Effect.Measure;
import io.aurea.schema.Decision;
import io.aurea.schema.DecisionState;
import io.aurea.schema.Outcome;
import io.aurea.schema.OutcomeStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** What becomes of decisions: outcomes, deadlines that pass, and the judgement by the symptom. */
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
            case SUCCEEDED -> succeeded(d, "carried out" + by + text(o.getMessage()), turn);
            case FAILED -> {
                String error = o.getError() == null ? "" : o.getError();
                String type = failures.classify(error).text();
                Decision failed = state.move(
                        d, DecisionState.FAILED, "failed" + by + text(error), turn, x -> x.setFailureClass(type));
                endings.ended(failed, Ending.FAILED, d.getCycleNumber(), turn);
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
        state.revise(d.getCycleNumber(), o.getStatus(), learnings.count(), turn);
    }

    private void succeeded(Decision d, String reason, Turn turn) {
        if (d.getJudged()) {
            state.move(
                    d,
                    DecisionState.SUCCEEDED,
                    reason,
                    turn,
                    x -> x.setSettleUntil(Instant.ofEpochMilli(turn.momentMs() + x.getSettleMs())));
            endings.settle(d, turn);
        } else {
            Decision done = state.move(d, DecisionState.SUCCEEDED, reason, turn);
            endings.ended(done, Ending.INFORMED, d.getCycleNumber(), turn);
        }
    }

    /** Whether it was carried out is not known, so its target has to settle as if it was. */
    private void timedOut(Decision d, String reason, long learnsInCycle, Turn turn) {
        Decision timedOut = state.move(d, DecisionState.TIMED_OUT, reason, turn);
        endings.settle(timedOut, turn);
        endings.ended(timedOut, Ending.TIMED_OUT, learnsInCycle, turn);
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
            state.revise(d.getCycleNumber(), OutcomeStatus.TIMED_OUT, 0, turn);
        }
    }

    Decision expire(Decision d, String reason, Turn turn) {
        Decision expired = state.move(d, DecisionState.EXPIRED, reason, turn);
        endings.ended(expired, Ending.EXPIRED, turn.cycleNumber(), turn);
        state.revise(d.getCycleNumber(), null, 0, turn);
        return expired;
    }

    /** A cycle shows what has become of the symptoms. */
    void look(Symptoms symptoms, Turn turn) {
        for (Decision d : all(x -> x.getState() == DecisionState.AWAITING_APPROVAL)) {
            if (symptoms.get(d.getSymptom()) == null) {
                expire(d, "the symptom went before anybody answered", turn);
            }
        }
        for (Decision d : all(x -> x.getState() == DecisionState.DISPATCHED && x.getSymptomGoneAt() == null)) {
            if (symptoms.get(d.getSymptom()) == null) {
                Decision noted = DecisionCodec.copy(d);
                noted.setSymptomGoneAt(Instant.ofEpochMilli(turn.windowEndMs()));
                state.decisions.put(noted.getDecisionId(), noted);
            }
        }
        for (Decision d : all(x -> x.getState() == DecisionState.SUCCEEDED
                && turn.windowEndMs() >= x.getSettleUntil().toEpochMilli())) {
            judge(d, symptoms, turn);
        }
    }

    private void judge(Decision d, Symptoms symptoms, Turn turn) {
        Symptom on = symptoms.get(d.getSymptom());
        boolean seen = on != null ? on.present() : symptoms.present(d.getSymptomSource(), d.getSymptomSeries());
        Measure measure = d.getEffectMetric().isEmpty()
                ? Measure.LEVEL
                : Measure.valueOf(d.getEffectMeasure().toUpperCase(Locale.ROOT));
        boolean lastCall = turn.windowEndMs()
                >= d.getSettleUntil().toEpochMilli() + turn.policy().heal().patienceMs();
        Judgement judgement = Recovery.judge(
                new Expectation(
                        d.getEffectMetric(),
                        d.getEffectDirection().equals("up"),
                        d.getEffectSize(),
                        d.getEffectDecides(),
                        new Reading(d.getEffectBefore(), d.getEffectBaseline(), d.getEffectSpread())),
                on != null,
                seen,
                symptoms.metrics().reading(d.getEffectMetric(), measure),
                lastCall,
                turn.policy().heal());
        if (judgement.verdict() == Verdict.UNDECIDED) {
            return;
        }
        boolean verified = judgement.verdict() == Verdict.VERIFIED;
        Decision judged =
                state.move(d, verified ? DecisionState.VERIFIED : DecisionState.INEFFECTIVE, judgement.reason(), turn);
        endings.ended(judged, verified ? Ending.VERIFIED : Ending.INEFFECTIVE, turn.cycleNumber(), turn);
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
