package io.aurea.pattern.rule;

import io.aurea.pattern.CallEdge;
import io.aurea.pattern.Evidence;
import io.aurea.pattern.EvidenceStrength;
import io.aurea.pattern.PatternKey;
import io.aurea.pattern.PatternSettings;
import io.aurea.pattern.ReadableNumbers;
import io.aurea.schema.PatternType;
import io.aurea.schema.Trend;
import java.time.Duration;

/**
 * LEVEL_SHIFT of a series: its level has moved for good, and not in a good direction.
 *
 * <p>This is shown by the evidence of the series model, at its budget in nearly all windows of a long run, or in a few
 * if the level is far off beyond doubt and no other pattern reports it. It must move by a share of itself that matters:
 * a latency also by what somebody feels, a saturation also by a share of its capacity, traffic by as much as an
 * anomaly, and a series whose daily cycle is not known yet by the far limit. Confidence is
 * {@link LevelAnomaly#confidence}; impact is the difference relative to the greater of level and baseline.
 */
public final class LevelShiftRule implements PatternRule {

    /** Windows out of order needed for an obvious shift. */
    private static final int FEW = 3;

    /** Share of the evidence that is enough in a window that is far off: the rest will follow. */
    private static final double UNDER_WAY = 2.0 / 3;

    private static final long YOUNG_MS = Duration.ofDays(2).toMillis();

    @Override
    public void read(CycleView cycle, EvidenceSink out) {
        PatternSettings.Shift settings = cycle.settings().shift();
        for (Trend t : cycle.trends()) {
            if (t.getEvidence() != null && LevelAnomaly.canSay(t, settings.minHistory())) {
                PatternKey key = new PatternKey(PatternType.LEVEL_SHIFT, t.getSource(), t.getName());
                out.accepted(key, "", t.getAcceptedAt());
                double least = isFarOff(t, settings) ? UNDER_WAY * settings.evidence() : settings.evidence();
                boolean shown =
                        LevelAnomaly.badEvidence(t) >= least && matters(t, cycle.settings(), out.firing(key, ""));
                boolean told = isTold(t, cycle, out);
                out.read(key, "", t.getHistory(), shown, () -> evidence(t, settings, told));
            }
        }
    }

    private static boolean matters(Trend t, PatternSettings all, boolean firing) {
        double held = LevelAnomaly.held(t);
        double rise = Math.abs(held - t.getBaseline());
        if (LatencyRule.isLatency(t)
                && !LatencyRule.isFelt(rise, t, LevelAnomaly.limit(all.latency().minIncreaseMs(), firing))) {
            return false;
        }
        if (LevelAnomaly.isShareOfCapacity(t)) {
            return rise >= LevelAnomaly.limit(all.anomaly().points(), firing);
        }
        double least = AnomalyRule.isTraffic(t)
                ? all.anomaly().change()
                : isYoung(t) ? all.shift().far() : all.shift().change();
        return LevelAnomaly.relativeChange(held, t.getBaseline()) >= LevelAnomaly.limit(least, firing);
    }

    /** Whether another pattern of this level is on: then a shift is no news until it has lasted. */
    private static boolean isTold(Trend t, CycleView cycle, EvidenceSink out) {
        String concerned = cycle.call(t).map(CallEdge::callee).orElse(t.getSource());
        return out.firing(new PatternKey(PatternType.METRIC_ANOMALY, t.getSource(), t.getName()), "")
                || out.firing(
                        PatternKey.of(PatternType.INCREASING_LATENCY, concerned), t.getSource() + '/' + t.getName());
    }

    /** Whether the series is younger than two days: the time of day may be what moves it. */
    private static boolean isYoung(Trend t) {
        long windowMs = t.getWindowEnd().toEpochMilli() - t.getWindowStart().toEpochMilli();
        return t.getHistory() * windowMs < YOUNG_MS;
    }

    private static Evidence evidence(Trend t, PatternSettings.Shift settings, boolean told) {
        return new Evidence(
                LevelAnomaly.confidence(t),
                LevelAnomaly.relativeChange(LevelAnomaly.held(t), t.getBaseline()),
                "The level has moved: " + LevelAnomaly.sentence(t),
                LevelAnomaly.data(t, "held", ReadableNumbers.number(LevelAnomaly.held(t))),
                !told && isBeyondDoubt(t, settings) ? EvidenceStrength.PROVEN : EvidenceStrength.WINDOW);
    }

    private static boolean isBeyondDoubt(Trend t, PatternSettings.Shift settings) {
        if (t.getOutOfOrderSince() == null) {
            return false;
        }
        long windowMs = t.getWindowEnd().toEpochMilli() - t.getWindowStart().toEpochMilli();
        long outMs = t.getWindowEnd().toEpochMilli() - t.getOutOfOrderSince().toEpochMilli();
        return outMs >= FEW * windowMs && isFarOff(t, settings);
    }

    private static boolean isFarOff(Trend t, PatternSettings.Shift settings) {
        return LevelAnomaly.badDeviation(t) >= settings.deviation()
                && LevelAnomaly.relativeChange(t.getLevel(), t.getBaseline()) >= settings.far();
    }
}
