package io.aurea.decision;

import io.aurea.guard.GuardVerdicts;
import io.aurea.learning.Posterior;
import io.aurea.rule.Candidate;
import io.aurea.schema.Alternative;

/**
 * A candidate at the time of the decision.
 *
 * @param refused whether a person rejected it for this onset
 * @param verdicts null until the guards have been asked
 */
record RankedCandidate(
        Candidate candidate, Posterior posterior, CandidateScore score, boolean refused, GuardVerdicts verdicts) {

    RankedCandidate with(GuardVerdicts said) {
        return new RankedCandidate(candidate, posterior, score, refused, said);
    }

    String what() {
        return Treatment.what(candidate.rule().action(), candidate.target());
    }

    /** It may be dispatched. */
    boolean allowed() {
        return !refused && verdicts.allowed();
    }

    /** It may be submitted for approval. */
    boolean askable() {
        return !refused && verdicts.needsOnlyApproval();
    }

    /** It can no longer become possible for this onset. */
    boolean exhausted() {
        return refused || verdicts.exhausted();
    }

    /** This as an alternative in the record of the chosen one. */
    Alternative notChosen(RankedCandidate chosen) {
        String reason;
        if (refused) {
            reason = "a person rejected it for this onset";
        } else if (!candidate.rule().judged() && chosen.candidate.rule().judged()) {
            reason = "it only informs";
        } else if (verdicts.allowed() == chosen.verdicts.allowed() && askable() == chosen.askable()) {
            reason = "drawn behind " + chosen.candidate.rule().name();
        } else {
            reason = TenantState.cut(verdicts.reasons());
        }
        return new Alternative(candidate.rule().action(), candidate.target(), score.total(), reason);
    }
}
