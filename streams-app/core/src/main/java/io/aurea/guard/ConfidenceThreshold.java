package io.aurea.guard;

import java.util.Locale;

/**
 * Below the confidence that its rule needs at the level in force, a person is asked. Without it an action that has
 * mostly failed is carried out as eagerly as one that has always helped.
 */
final class ConfidenceThreshold implements Guard {

    @Override
    public String name() {
        return "confidence";
    }

    @Override
    public GuardVerdict ask(Proposal proposal, Surroundings at) {
        double needed = proposal.minConfidence() == null ? at.threshold() : proposal.minConfidence();
        String comparison = String.format(
                Locale.ROOT,
                "confidence %.3f, needed at %s is %.3f%s",
                proposal.confidence(),
                at.controls().level(),
                needed,
                proposal.minConfidence() == null ? "" : " by the rule");
        if (proposal.confidence() >= needed) {
            return allow(comparison);
        }
        return proposal.approved() ? allow(comparison + "; approved by " + proposal.approvedBy()) : ask(comparison);
    }
}
