package io.aurea.guard;

import java.time.Instant;

/** While people work on a system the loop stays out of it. Without it the loop undoes what they are doing. */
final class MaintenanceWindow implements Guard {

    @Override
    public String name() {
        return "maintenance";
    }

    @Override
    public GuardVerdict ask(Proposal proposal, Surroundings at) {
        return at.controls()
                .maintenanceAt(at.nowMs())
                .map(m -> deny(
                        "maintenance until " + Instant.ofEpochMilli(m.endsMs()) + " by " + m.by() + ": " + m.reason()))
                .orElseGet(() -> allow("no maintenance"));
    }
}
