package io.aurea.guard;

import java.time.Duration;

/**
 * Limits how often an action is tried for one onset, and how often a target is acted on within some hours. Without it a
 * fault that no action cures is acted on for ever.
 */
public final class AttemptsCap implements Guard {
    public static final String NAME = "attempts";

    private final GuardSettings settings;

    AttemptsCap(GuardSettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public GuardVerdict ask(Proposal proposal, Surroundings at) {
        if (proposal.attempts() >= proposal.maxAttempts()) {
            return deny(
                    "tried " + proposal.attempts() + " times for this onset, allowed are " + proposal.maxAttempts());
        }
        if (!proposal.changes()) {
            return allow("only informs");
        }
        long since = at.nowMs() - settings.attemptsWindowMs();
        long lately = at.target().dispatchesMs().stream().filter(t -> t > since).count();
        String tries = lately + " actions on this target in " + Duration.ofMillis(settings.attemptsWindowMs())
                + ", allowed are " + settings.attemptsPerTarget();
        return lately >= settings.attemptsPerTarget() ? deny(tries) : allow(tries);
    }
}
