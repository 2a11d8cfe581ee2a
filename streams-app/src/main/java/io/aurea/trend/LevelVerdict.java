package io.aurea.trend;

import io.aurea.schema.Trend;

/** Puts what a model says of the level of a window into its trend. */
public final class LevelVerdict {

    private LevelVerdict() {}

    /** Judges the level of the window against the model's windows before it; the model then knows it too. */
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
            trend.setEvidence(judged.levelShift());
            trend.setSeasonMs(
                    judged.season() == Season.NONE ? null : judged.season().periodMs());
        }
    }
}
