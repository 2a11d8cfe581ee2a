package io.aurea.guard;

import java.time.Duration;

/**
 * A symptom that comes and goes is not acted on each time it comes. Without it the loop restarts a service with every
 * swing of a flapping dependency, and a chronic fault hides behind a series of short cures. A pattern of type FLAPPING
 * itself is exempt: its actions are made for it.
 */
final class FlappingPattern implements Guard {
    private final GuardSettings settings;

    FlappingPattern(GuardSettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "flapping";
    }

    @Override
    public GuardVerdict ask(Proposal proposal, Surroundings at) {
        if (!proposal.changes()) {
            return allow("only informs");
        }
        String onsets = at.evidence().onsets() + " onsets in " + Duration.ofMillis(settings.flapWindowMs())
                + ", flapping from " + settings.flapOnsets() + " on";
        return at.evidence().onsets() >= settings.flapOnsets()
                        && !proposal.patternType().equals("FLAPPING")
                ? deny(onsets)
                : allow(onsets);
    }
}
