package io.aurea.guard;

import io.aurea.autonomy.AutonomyLevel;

/**
 * Below FULL_AUTO, what cannot be undone needs a person's approval. Without it a wrong guess deletes what nobody can
 * restore.
 */
final class ReversibleOnly implements Guard {

    @Override
    public String name() {
        return "reversible_only";
    }

    @Override
    public GuardVerdict ask(Proposal proposal, Surroundings at) {
        if (proposal.reversible()) {
            return allow("can be undone");
        }
        if (at.controls().level() == AutonomyLevel.FULL_AUTO) {
            return allow("cannot be undone, allowed at FULL_AUTO");
        }
        return proposal.approved()
                ? allow("cannot be undone, approved by " + proposal.approvedBy())
                : ask("cannot be undone");
    }
}
