package io.aurea.decision;

import io.aurea.guard.GuardVerdicts;
import io.aurea.learning.Posterior;
import io.aurea.rule.Candidate;
import io.aurea.schema.Alternative;

/**
 * A candidate as it stands when a decision is made.
 *
 * @param refused whether a person said no to it for this onset
 * @param verdicts null until the guards were asked
 */
record RankedCandidate(
        Candidate candidate, Posterior posterior, CandidateScore score, boolean refused, GuardVerdicts verdicts) {

    RankedCandidate with(GuardVerdicts said) {
        return new RankedCandidate(candidate, posterior, score, refused, said);
    }

    String what() {
        return Incident.what(candidate.rule().action(), candidate.target());
    }

    /** It may be dispatched. */
    boolean allowed() {
        return !refused && verdicts.allowed();
    }

    /** A person may be asked for it. */
    boolean askable() {
        return !refused && verdicts.needsOnlyApproval();
    }

    /** Waiting does not make it possible for this onset. */
    boolean exhausted() {
        return refused || verdicts.exhausted();
    }

    /** For the record of the one that was chosen instead. */
    Alternative notChosen(RankedCandidate chosen) {
        String reason;
        if (refused) {
            reason = "a person rejected it for this onset";
        } else if (verdicts.allowed() == chosen.verdicts.allowed() && askable() == chosen.askable()) {
            reason = "drawn behind " + chosen.candidate.rule().name();
        } else {
            reason = TenantState.cut(verdicts.reasons());
        }
        return new Alternative(candidate.rule().action(), candidate.target(), score.total(), reason);
    }
}
