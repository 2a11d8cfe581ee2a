package io.aurea.guard;

/** A person has paused the loop. Without it there is no way to stop it but to kill it. */
final class Paused implements Guard {

    @Override
    public String name() {
        return "pause";
    }

    @Override
    public GuardVerdict ask(Proposal proposal, Surroundings at) {
        return at.controls()
                .pauseOf(proposal.patternType())
                .map(p -> deny("paused by " + p.by() + ": " + p.reason()))
                .orElseGet(() -> allow("not paused"));
    }
}
