package io.aurea.guard;

import java.time.Duration;
import java.time.Instant;

/**
 * The same action on the same target rests for a while, longer each time it was in vain. Without it a loop that reads a
 * slow recovery as no recovery restarts a service every few seconds, and the restarts become the outage.
 */
final class Cooldown implements Guard {
    private final GuardSettings settings;

    Cooldown(GuardSettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "cooldown";
    }

    @Override
    public GuardVerdict ask(Proposal proposal, Surroundings at) {
        ActionRecord last = at.action();
        if (last.dispatchedAtMs() == Long.MIN_VALUE) {
            return allow("not done before");
        }
        long cooldown = grown(proposal.cooldownMs(), last.inVain());
        long until = last.dispatchedAtMs() + cooldown;
        return at.nowMs() < until
                ? deny("done at " + Instant.ofEpochMilli(last.dispatchedAtMs()) + ", in vain " + last.inVain()
                        + " times in a row; rests for " + Duration.ofMillis(cooldown) + " until "
                        + Instant.ofEpochMilli(until))
                : allow("last done at " + Instant.ofEpochMilli(last.dispatchedAtMs()));
    }

    /** The first time in vain is the plain cooldown; each further one multiplies it. */
    private long grown(long cooldownMs, int inVain) {
        double grown = cooldownMs * StrictMath.pow(settings.backoffFactor(), Math.max(0, inVain - 1));
        return (long) Math.max(cooldownMs, Math.min(grown, settings.maxCooldownMs()));
    }
}
