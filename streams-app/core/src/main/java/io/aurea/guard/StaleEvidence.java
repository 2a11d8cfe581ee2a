package io.aurea.guard;

import java.time.Duration;

/**
 * Evidence is fresh when it is acted on. Without it a loop that catches up after an hour's outage carries out, one
 * after the other, the actions that that hour would have needed.
 */
final class StaleEvidence implements Guard {
    private final GuardSettings settings;

    StaleEvidence(GuardSettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "stale_evidence";
    }

    @Override
    public GuardVerdict ask(Proposal proposal, Surroundings at) {
        Long age = at.evidence().ageMs();
        if (age == null) {
            return allow("event time is not the time of day, so evidence has no age");
        }
        String old = "evidence is " + Duration.ofMillis(age) + " old, allowed are "
                + Duration.ofMillis(settings.maxEvidenceAgeMs());
        return age > settings.maxEvidenceAgeMs() ? deny(old) : allow(old);
    }
}
