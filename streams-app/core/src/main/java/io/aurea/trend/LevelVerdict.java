package io.aurea.trend;

import io.aurea.schema.Trend;
import java.time.Instant;

/** Adds a model's assessment of a window's level to its trend. */
public final class LevelVerdict {

    private LevelVerdict() {}

    /** Judges the window's level by the model, which then learns it. */
    public static void judge(SeriesModel model, double level, Trend trend) {
        trend.setLevel(level);
        Assessment assessment = model.observe(trend.getWindowStart().toEpochMilli(), level);
        trend.setHistory(assessment.windows() - 1);
        if (assessment instanceof Assessment.Judged judged) {
            trend.setBaseline(judged.baseline());
            trend.setSpread(judged.spread());
            trend.setDeviation(judged.deviation());
            trend.setSlope(Double.isNaN(judged.slope()) ? null : judged.slope());
            trend.setSlopeSignificance(1 - judged.slopePValue());
            trend.setAnomalyScore(judged.anomalyScore());
            trend.setPValue(judged.pValue());
            trend.setEvidence(judged.evidence());
            trend.setAlarm(judged.alarm());
            trend.setOutOfOrderSince(instant(judged.outOfOrderSinceMs()));
            trend.setCandidate(Double.isNaN(judged.candidate()) ? null : judged.candidate());
            trend.setAcceptedAt(instant(judged.acceptedMs()));
            trend.setSeasonMs(
                    judged.season() == Season.NONE ? null : judged.season().periodMs());
        }
    }

    private static Instant instant(long ms) {
        return ms == Assessment.NEVER ? null : Instant.ofEpochMilli(ms);
    }
}
