package io.aurea.guard;

/** Actions are only shown. Without it nobody could watch the loop for a week before handing it the keys. */
public final class DryRun implements Guard {
    public static final String NAME = "dry_run";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public GuardVerdict ask(Proposal proposal, Surroundings at) {
        return at.dryRun() ? deny("dry run: only shown") : allow("not a dry run");
    }
}
