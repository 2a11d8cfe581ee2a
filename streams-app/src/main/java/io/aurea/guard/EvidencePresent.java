package io.aurea.guard;

/** No data, no action. Without it a lost exporter reads as an outage, or an outage of an hour ago as one of now. */
final class EvidencePresent implements Guard {

    @Override
    public String name() {
        return "data";
    }

    @Override
    public Verdict ask(Proposal proposal, Surroundings at) {
        return at.evidence().present()
                ? allow("the last window has data of it")
                : deny("the last window has no data of what the decision rests on");
    }
}
