package io.aurea.guard;

import java.time.Instant;

/**
 * The effect of an action on a target must show before the next one. Without it the loop acts on numbers from before
 * its last action, and judges one action by the effect of the other.
 */
final class SettleWindow implements Guard {

    @Override
    public String name() {
        return "settle";
    }

    @Override
    public GuardVerdict ask(Proposal proposal, Surroundings at) {
        if (!proposal.changes()) {
            return allow("only informs");
        }
        long until = at.target().settlesAtMs();
        return at.nowMs() < until
                ? deny("the last action on it settles until " + Instant.ofEpochMilli(until))
                : allow("nothing settles");
    }
}
