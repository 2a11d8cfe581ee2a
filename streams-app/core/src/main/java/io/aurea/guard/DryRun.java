package io.aurea.guard;

/** Actions are only shown. Without it nobody could watch the loop for a week before handing it the keys. */
final class DryRun implements Guard {

    @Override
    public String name() {
        return "dry_run";
    }

    @Override
    public GuardVerdict ask(Proposal proposal, Surroundings at) {
        return at.dryRun() ? deny("dry run: only shown") : allow("not a dry run");
    }
}
