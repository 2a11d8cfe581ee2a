package io.aurea.decision;

import io.aurea.autonomy.Controls;
import io.aurea.guard.EvidenceAge;
import io.aurea.guard.GuardVerdicts;
import io.aurea.guard.Proposal;
import io.aurea.guard.Surroundings;
import io.aurea.guard.TargetRecord;
import io.aurea.rule.Candidate;
import io.aurea.rule.Rule;
import io.aurea.schema.Decision;
import io.aurea.schema.GuardVerdict;
import java.util.List;

/** Asks the guards, with what the tenant's state knows. */
final class GuardCheck {
    private final TenantState state;

    GuardCheck(TenantState state) {
        this.state = state;
    }

    /** Asks about a candidate that is not a decision yet. */
    GuardVerdicts ask(Candidate c, String patternType, double confidence, Treatment treatment, EventContext event) {
        Rule rule = c.rule();
        return ask(
                new Proposal(
                        "",
                        rule.action(),
                        c.target(),
                        patternType,
                        rule.judged(),
                        rule.reversible(),
                        confidence,
                        rule.minConfidence(),
                        rule.approvalBelow(),
                        null,
                        null,
                        rule.cooldownMs(),
                        treatment.tried(Treatment.what(rule.action(), c.target())),
                        rule.attempts()),
                rule.name(),
                treatment,
                event);
    }

    /** Asks about a decision that a person has just approved, under the terms it was made under. */
    GuardVerdicts ask(Decision d, String approvedBy, Treatment treatment, EventContext event) {
        return ask(
                new Proposal(
                        d.getDecisionId(),
                        d.getAction(),
                        d.getTarget(),
                        d.getPatternType(),
                        d.getJudged(),
                        d.getReversible(),
                        d.getConfidence(),
                        d.getMinConfidence(),
                        d.getApprovalBelow(),
                        approvedBy,
                        d.getApprovalDeadline().toEpochMilli(),
                        d.getCooldownMs(),
                        treatment.tried(Treatment.what(d.getAction(), d.getTarget())),
                        d.getMaxAttempts()),
                d.getRule(),
                treatment,
                event);
    }

    private GuardVerdicts ask(Proposal p, String rule, Treatment treatment, EventContext event) {
        Controls controls = state.controls();
        TargetState target = state.target(p.target());
        List<Decision> acting = state.acting();
        String open = acting.stream()
                .filter(d -> d.getTarget().equals(p.target()))
                .map(Decision::getDecisionId)
                .findFirst()
                .orElse(null);
        CycleProgress progress = state.progress();
        return event.policy()
                .guards()
                .ask(
                        p,
                        new Surroundings(
                                event.momentMs(),
                                controls,
                                state.dryRun(event),
                                state.bar(rule, event),
                                acting.size(),
                                new TargetRecord(open, target.settlesAtMs(), target.dispatchesMs()),
                                target.action(p.action()),
                                new EvidenceAge(
                                        event.ageMs(),
                                        treatment.sight(),
                                        progress.sourcesKnown(),
                                        progress.sourcesDown(),
                                        treatment.onsets())));
    }

    /** The verdicts for the record. */
    static List<GuardVerdict> record(GuardVerdicts verdicts) {
        return verdicts.all().stream()
                .map(v -> new GuardVerdict(v.guard(), v.allowed(), TenantState.cut(v.reason())))
                .toList();
    }
}
