package io.aurea.view;

import io.aurea.learning.Belief;
import io.aurea.learning.Posterior;
import io.aurea.state.Codec;

/**
 * The belief about one action in one context: the last decision's prior, and what outcomes have added.
 *
 * @param patternType type of the context's pattern; empty without one
 * @param priorMean (0, 1)
 * @param priorWeight its worth in outcomes, (0, ..)
 */
public record ActionBelief(
        String context, String patternType, String action, double priorMean, double priorWeight, Belief belief) {

    static final Codec<ActionBelief> CODEC = Codec.of(
            1,
            (e, out) -> {
                out.writeUTF(e.context);
                out.writeUTF(e.patternType);
                out.writeUTF(e.action);
                out.writeDouble(e.priorMean);
                out.writeDouble(e.priorWeight);
                out.writeDouble(e.belief.successes());
                out.writeDouble(e.belief.failures());
                out.writeLong(e.belief.atMs());
            },
            in -> new ActionBelief(
                    in.readUTF(),
                    in.readUTF(),
                    in.readUTF(),
                    in.readDouble(),
                    in.readDouble(),
                    new Belief(in.readDouble(), in.readDouble(), in.readLong())));

    String name() {
        return context + '|' + action;
    }

    /** The remaining evidence from outcomes at this time. */
    public Belief beliefAt(long nowMs, long halfLifeMs) {
        return belief.at(nowMs, halfLifeMs);
    }

    public Posterior posteriorAt(long nowMs, long halfLifeMs) {
        Belief now = beliefAt(nowMs, halfLifeMs);
        return new Posterior(priorMean * priorWeight + now.successes(), (1 - priorMean) * priorWeight + now.failures());
    }
}
