package io.aurea.pattern;

import io.aurea.schema.PatternType;
import io.aurea.schema.Trend;

/**
 * LEVEL_SHIFT of a series: its level has moved for good, and in no good direction.
 *
 * <p>That it has is the judgement of the series model ({@code evidence} of the trend), and the level lies beyond the
 * usual scatter in nearly all windows of a long run. Confidence is that evidence;
 * impact is the difference relative to the greater of level and baseline.
 */
final class LevelShiftRule implements PatternRule {

    /** The level itself is off by so many spreads (the limit of Shewhart's charts); sums alone also follow slow wandering. */
    private static final double LIMIT = 3;

    @Override
    public void read(CycleView cycle, Readings out) {
        PatternSettings.Shift settings = cycle.settings().shift();
        for (Trend t : cycle.trends()) {
            if (t.getEvidence() != null && Unusual.canSay(t, settings.minHistory())) {
                boolean shown = t.getEvidence() >= settings.evidence()
                        && AnomalyRule.badDeviation(t) >= LIMIT
                        && AnomalyRule.relativeChange(t) >= settings.change();
                out.read(
                        new PatternKey(PatternType.LEVEL_SHIFT, t.getSource(), t.getName()),
                        "",
                        t.getHistory(),
                        shown,
                        () -> new Evidence(
                                t.getEvidence(),
                                AnomalyRule.relativeChange(t),
                                "The level has moved: " + Unusual.sentence(t),
                                Unusual.data(t, "evidence", Words.number(t.getEvidence()))));
            }
        }
    }
}
