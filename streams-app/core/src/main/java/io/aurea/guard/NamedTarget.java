package io.aurea.guard;

/** An action names its target. Without it an executor that gets an empty name takes it for every name. */
final class NamedTarget implements Guard {

    @Override
    public String name() {
        return "named_target";
    }

    @Override
    public GuardVerdict ask(Proposal proposal, Surroundings at) {
        return proposal.target().isBlank()
                ? deny("the rule found no target; an empty set is not everything")
                : allow("target " + proposal.target());
    }
}
