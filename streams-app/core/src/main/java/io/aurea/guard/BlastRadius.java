package io.aurea.guard;

/**
 * When much is down at once, the cause is not where the symptoms are, and often in the telemetry itself: nothing is
 * done and a person is called. And an empty set of sources is not all sources. Without it a lost network makes a loop
 * restart the whole fleet, or an empty list of machines is read as all machines.
 */
public final class BlastRadius implements Guard {
    /** Its name: a denial of this guard calls a person. */
    public static final String NAME = "blast_radius";

    private final GuardSettings settings;

    BlastRadius(GuardSettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public GuardVerdict ask(Proposal proposal, Surroundings at) {
        if (!proposal.changes()) {
            return allow("only informs");
        }
        EvidenceAge e = at.evidence();
        if (e.sourcesKnown() == 0) {
            return deny("no source is known; an empty set is not everything");
        }
        String share = e.sourcesDown() + " of " + e.sourcesKnown() + " sources are down";
        return tooMuchDown(e.sourcesDown(), e.sourcesKnown(), settings)
                ? deny(share + "; call a person")
                : allow(share);
    }

    /** Whether so much is down that a person should be called. */
    public static boolean tooMuchDown(int down, int known, GuardSettings settings) {
        return down >= settings.minDown() && down > settings.maxDownShare() * known;
    }
}
