package io.aurea.guard;

/**
 * No data, no action; and what the last window does not show is not acted on without a person. Without it a lost
 * exporter reads as an outage, an outage of an hour ago as one of now, and what has just healed is acted on once more.
 */
final class EvidencePresent implements Guard {

    @Override
    public String name() {
        return "data";
    }

    @Override
    public GuardVerdict ask(Proposal proposal, Surroundings at) {
        return switch (at.evidence().sight()) {
            case NONE -> deny("the last window has no data on what the decision rests on");
            case CALM ->
                proposal.approved()
                        ? allow("the last window has data on it, and a person has said yes")
                        : deny("the last window does not show what the decision rests on");
            case SHOWN -> allow("the last window shows it");
        };
    }
}
