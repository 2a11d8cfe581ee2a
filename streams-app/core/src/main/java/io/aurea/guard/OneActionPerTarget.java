package io.aurea.guard;

/** One action on a target at a time. Without it a restart meets a roll-back halfway, and neither can be judged. */
final class OneActionPerTarget implements Guard {

    @Override
    public String name() {
        return "one_action_per_target";
    }

    @Override
    public GuardVerdict ask(Proposal proposal, Surroundings at) {
        if (!proposal.changes()) {
            return allow("only informs");
        }
        String open = at.target().openDecision();
        return open == null || open.equals(proposal.decisionId())
                ? allow("nothing is being done to it")
                : deny("decision " + open + " is being carried out on it");
    }
}
