package io.aurea.learning;

import io.aurea.schema.CycleMetrics;
import java.util.Map;
import java.util.TreeMap;

/** A cycle's metrics for the brain, with fractional numbers as text. */
final class CycleFacts {

    private CycleFacts() {}

    static Map<String, Object> of(CycleMetrics c) {
        Map<String, Object> v = new TreeMap<>();
        v.put("cycle_number", c.getCycleNumber());
        v.put("window_end", c.getWindowEnd().toString());
        v.put("idle", c.getIdle());
        v.put("observations_count", c.getObservationsCount());
        v.put("series_count", c.getSeriesCount());
        v.put("attempts", c.getAttempts());
        v.put("successes", c.getSuccesses());
        v.put("success_rate", Decimal.of(c.getSuccessRate()));
        v.put("decisions_count", c.getDecisionsCount());
        v.put("actions_executed", c.getActionsExecuted());
        v.put("actions_successful", c.getActionsSuccessful());
        v.put("actions_failed", c.getActionsFailed());
        v.put("action_success_rate", Decimal.of(c.getActionSuccessRate()));
        v.put("cycle_duration_seconds", Decimal.of(c.getCycleDurationSeconds()));
        v.put("learning_insights_generated", c.getLearningInsightsGenerated());
        v.put("health_score", Decimal.of(c.getHealthScore()));
        v.put("autonomy_level", c.getAutonomyLevel());
        v.put("patterns_detected", c.getPatternsDetected());
        v.put("goals_set", c.getGoalsSet());
        v.put("goals_achieved", c.getGoalsAchieved());
        return v;
    }
}
