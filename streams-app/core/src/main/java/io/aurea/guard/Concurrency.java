package io.aurea.guard;

/**
 * A tenant can take only so many changes at once. Without it a bad minute becomes a dozen simultaneous restarts, and
 * the remaining capacity goes with them.
 */
final class Concurrency implements Guard {
    private final GuardSettings settings;

    Concurrency(GuardSettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "concurrency";
    }

    @Override
    public GuardVerdict ask(Proposal proposal, Surroundings at) {
        if (!proposal.changes()) {
            return allow("only informs");
        }
        String open = at.openActions() + " actions are being carried out or settling, allowed are "
                + settings.maxOpenActions();
        return at.openActions() >= settings.maxOpenActions() ? deny(open) : allow(open);
    }
}
