package io.aurea.view;

import io.aurea.autonomy.Controls;
import io.aurea.decision.DecisionPolicy;
import io.aurea.decision.TenantDecisions;
import io.aurea.schema.DecisionState;
import io.aurea.state.Codec;

/**
 * Facts about a tenant besides its records.
 *
 * @param dryRun whether decisions are only shown
 * @param threshold confidence below which a person is asked, [0, 1]; 1 where a person is always asked
 * @param decisionsMade since the beginning
 * @param halfLifeMs time in which evidence loses half its weight
 */
public record TenantFacts(Controls controls, boolean dryRun, double threshold, long decisionsMade, long halfLifeMs) {

    static final Codec<TenantFacts> CODEC = Codec.of(
            1,
            (f, out) -> {
                byte[] controls = Controls.CODEC.encode(f.controls);
                out.writeInt(controls.length);
                out.write(controls);
                out.writeBoolean(f.dryRun);
                out.writeDouble(f.threshold);
                out.writeLong(f.decisionsMade);
                out.writeLong(f.halfLifeMs);
            },
            in -> {
                byte[] controls = Codec.bytes(in);
                return new TenantFacts(
                        Controls.CODEC.decode(controls),
                        in.readBoolean(),
                        in.readDouble(),
                        in.readLong(),
                        in.readLong());
            });

    static TenantFacts of(TenantDecisions decisions, DecisionPolicy policy, boolean wallClock) {
        return new TenantFacts(
                decisions.controls(),
                decisions.dryRun(wallClock),
                decisions.confidenceThreshold(policy),
                decisions.tally().getOrDefault(DecisionState.PROPOSED.name(), 0L),
                policy.learning().halfLifeMs());
    }
}
