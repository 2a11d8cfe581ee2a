package io.aurea.view;

import io.aurea.state.Codec;

/** Counts of a tenant since the beginning. */
public record TenantTotals(long goals, long goalsAchieved, long learnings, long improvements) {
    static final TenantTotals NONE = new TenantTotals(0, 0, 0, 0);

    static final Codec<TenantTotals> CODEC = Codec.of(
            1,
            (t, out) -> {
                out.writeLong(t.goals);
                out.writeLong(t.goalsAchieved);
                out.writeLong(t.learnings);
                out.writeLong(t.improvements);
            },
            in -> new TenantTotals(in.readLong(), in.readLong(), in.readLong(), in.readLong()));

    TenantTotals plus(long moreGoals, long moreAchieved, long moreLearnings, long moreImprovements) {
        return new TenantTotals(
                goals + moreGoals,
                goalsAchieved + moreAchieved,
                learnings + moreLearnings,
                improvements + moreImprovements);
    }
}
