package io.aurea.decision;

import io.aurea.autonomy.AutonomyLevel;
import io.aurea.guard.GuardVerdicts;
import io.aurea.heal.LoopRecord;
import io.aurea.learning.EndedDecision;
import io.aurea.learning.Ending;
import io.aurea.learning.Posterior;
import io.aurea.schema.Decision;
import io.aurea.schema.DecisionState;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/** What a dispatch, and the end of a decision, mean for everything kept beside it. */
final class Endings {
    /** From these states a decision can still be escalated, when nothing is left to try. */
    private static final Set<DecisionState> LEAD_ON =
            EnumSet.of(DecisionState.FAILED, DecisionState.TIMED_OUT, DecisionState.INEFFECTIVE, DecisionState.EXPIRED);

    private final TenantState state;

    Endings(TenantState state) {
        this.state = state;
    }

    /**
     * Hands a decision to the executors.
     *
     * @param approval who approved it, and the guards' verdicts on that; null when nobody was asked
     */
    Decision dispatch(Decision from, Approved approval, String reason, EventContext event) {
        long now = event.momentMs();
        Decision d = state.move(from, DecisionState.DISPATCHED, reason, event, x -> {
            x.setValidUntil(Instant.ofEpochMilli(now + x.getValidMs()));
            x.setOutcomeDeadline(Instant.ofEpochMilli(now + x.getTimeoutMs()));
            if (approval != null) {
                x.setApprovedBy(approval.by());
                x.setGuards(GuardCheck.record(approval.verdicts()));
            }
        });
        state.target(d.getTarget(), state.target(d.getTarget()).dispatched(d.getAction(), d.getJudged(), now));
        state.treatments.put(d.getSymptom(), open(d).dispatched(what(d)));
        return d;
    }

    /** Asks a person for a decision. */
    void ask(Decision from, String reason, EventContext event) {
        Decision d = state.move(
                from,
                DecisionState.AWAITING_APPROVAL,
                reason,
                event,
                x -> x.setApprovalDeadline(Instant.ofEpochMilli(event.momentMs() + x.getApprovalMs())));
        state.treatments.put(d.getSymptom(), open(d));
    }

    /** The treatment with this as its open decision, in place of the previous one. */
    private Treatment open(Decision d) {
        Treatment i = state.treatments.getOrDefault(
                d.getSymptom(), Treatment.begun(d.getOnsetAt().toEpochMilli()));
        if (!i.lastDecision().equals(d.getDecisionId())) {
            state.decisions.remove(i.lastDecision());
        }
        return i.opened(d.getDecisionId());
    }

    /** A person's approval, and the guards' verdicts on it. */
    record Approved(String by, GuardVerdicts verdicts) {}

    /** An action was carried out; from now on its effect must show. */
    void settle(Decision d, EventContext event) {
        TargetState target = state.target(d.getTarget());
        state.target(d.getTarget(), target.settlesAt(event.momentMs() + d.getSettleMs()));
    }

    /** A decision has reached a final state. */
    void ended(Decision d, Ending ending, long learnsInCycle, EventContext event) {
        if (ending.success() || ending.restsLonger()) {
            TargetState target = state.target(d.getTarget());
            state.target(d.getTarget(), target.ended(d.getAction(), ending.success()));
        }
        state.learning.ended(
                new EndedDecision(
                        d.getDecisionId(),
                        d.getRule(),
                        d.getDecisionType().name(),
                        d.getContext(),
                        d.getAction(),
                        d.getTarget(),
                        ending,
                        d.getConfidence(),
                        d.getAutonomyLevel(),
                        d.getApprovedBy() == null,
                        d.getFailureClass() == null ? "" : d.getFailureClass(),
                        event.windowEndMs()),
                belief(d, event),
                d.getPatternType().isEmpty() ? null : d.getSymptom(),
                event.policy().autonomy(),
                event.momentOf(learnsInCycle),
                event.out());
        remember(d, ending, event);
        close(d, ending, event);
    }

    /** The posterior so far, with the prior from the record: the rule itself may be gone. */
    private Posterior belief(Decision d, EventContext event) {
        return state.learning.posterior(
                d.getContext(),
                d.getAction(),
                d.getPriorMean(),
                d.getPriorWeight(),
                event.windowEndMs(),
                event.policy().learning());
    }

    private void remember(Decision d, Ending ending, EventContext event) {
        boolean falseFire = ending == Ending.REJECTED || ending == Ending.RECOVERED_BEFORE;
        if (!falseFire && !ending.judged()) {
            return;
        }
        boolean verified = ending.success();
        AutonomyLevel level = state.controls().level();
        if (ending.judged() && level != level.lower()) {
            state.loop.watch(verified, event.policy().autonomy().floor());
        }
        long onset = d.getOnsetAt().toEpochMilli();
        state.loop.add(new LoopRecord.Entry(
                d.getSymptom(),
                ending.judged(),
                verified,
                falseFire,
                false,
                event.windowEndMs(),
                d.getAttempt() == 1 ? Math.max(0, d.getCreatedAt().toEpochMilli() - onset) : -1,
                verified ? Math.max(0, event.windowEndMs() - onset) : -1));
    }

    private void close(Decision d, Ending ending, EventContext event) {
        Treatment i = state.treatments.get(d.getSymptom());
        boolean leadsOn = LEAD_ON.contains(d.getState());
        if (i != null && i.lastDecision().equals(d.getDecisionId())) {
            Treatment closed = i.closed(story(d));
            if (ending == Ending.REJECTED) {
                closed = closed.refusedBy(what(d));
            } else if (ending == Ending.EXPIRED) {
                closed = closed.unanswered(what(d));
            }
            state.treatments.put(d.getSymptom(), closed);
        } else {
            leadsOn = false;
        }
        state.remember(d, event);
        if (!leadsOn) {
            state.decisions.remove(d.getDecisionId());
        }
    }

    /** Ends a decision that is only shown. */
    void letGo(Decision d, EventContext event) {
        state.remember(d, event);
        state.decisions.remove(d.getDecisionId());
    }

    /**
     * Escalates a symptom that the loop cannot cure, through the last decision that was tried.
     *
     * @return whether there was one
     */
    boolean escalate(Treatment i, String why, EventContext event) {
        Decision last = state.decisions.get(i.lastDecision());
        if (last == null || !LEAD_ON.contains(last.getState())) {
            return false;
        }
        String reason = why + "; " + i.attempt() + " dispatched for this onset: " + String.join(" | ", i.story());
        Decision d = state.move(last, DecisionState.ESCALATED, reason, event);
        state.treatments.put(
                d.getSymptom(), state.treatments.get(d.getSymptom()).calledAPerson());
        letGo(d, event);
        return true;
    }

    /** The symptom is gone and nothing is open: ends the treatment, and the decision that waited for a next action. */
    void over(String symptom, Treatment i) {
        state.treatments.remove(symptom);
        Decision last = state.decisions.get(i.lastDecision());
        if (last != null && LEAD_ON.contains(last.getState())) {
            state.decisions.remove(last.getDecisionId());
        }
    }

    static String what(Decision d) {
        return Treatment.what(d.getAction(), d.getTarget());
    }

    private static String story(Decision d) {
        String reason = d.getHistory().get(d.getHistory().size() - 1).getReason();
        String story =
                d.getDecisionId() + " " + d.getAction() + " of " + d.getTarget() + ": " + d.getState() + ", " + reason;
        return story.length() <= 160 ? story : story.substring(0, 157) + "...";
    }
}
