package io.aurea.guard;

import java.util.List;

/**
 * All guards, asked in a fixed order. Every one is asked every time, so that a record names everything that stands in
 * the way.
 */
public final class Guards {
    private final List<Guard> guards;

    public Guards(GuardSettings settings) {
        this(List.of(
                new OwnAutonomy(),
                new NamedTarget(),
                new EvidencePresent(),
                new StaleEvidence(settings),
                new Paused(),
                new MaintenanceWindow(),
                new BlastRadius(settings),
                new OneActionPerTarget(),
                new SettleWindow(),
                new Cooldown(settings),
                new AttemptsCap(settings),
                new FlappingPattern(settings),
                new Concurrency(settings),
                new ReversibleOnly(),
                new ConfidenceThreshold(),
                new Approval(),
                new DryRun()));
    }

    Guards(List<Guard> guards) {
        this.guards = List.copyOf(guards);
    }

    List<Guard> inOrder() {
        return guards;
    }

    /** The verdict of each guard, in order. */
    public GuardVerdicts ask(Proposal proposal, Surroundings surroundings) {
        return new GuardVerdicts(
                guards.stream().map(g -> g.ask(proposal, surroundings)).toList());
    }
}
