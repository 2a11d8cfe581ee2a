package io.aurea.view;

import io.aurea.state.Codec;

/** What was counted of a tenant since the beginning. */
public record Totals(long goals, long goalsAchieved, long learnings, long improvements) {
    static final Totals NONE = new Totals(0, 0, 0, 0);

    static final Codec<Totals> CODEC = Codec.of(
            1,
            (t, out) -> {
                out.writeLong(t.goals);
                out.writeLong(t.goalsAchieved);
                out.writeLong(t.learnings);
                out.writeLong(t.improvements);
            },
            in -> new Totals(in.readLong(), in.readLong(), in.readLong(), in.readLong()));

    Totals plus(long moreGoals, long moreAchieved, long moreLearnings, long moreImprovements) {
        return new Totals(
                goals + moreGoals,
                goalsAchieved + moreAchieved,
                learnings + moreLearnings,
                improvements + moreImprovements);
    }
}
