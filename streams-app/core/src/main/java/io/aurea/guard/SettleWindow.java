package io.aurea.guard;

import java.time.Instant;

/**
 * What was done to a target must show before more is done to it. Without it the loop acts on numbers from before its last
 * action, and judges one action by the effect of the other.
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
