package io.aurea.learning;

import io.aurea.schema.CycleMetrics;
import java.util.Map;
import java.util.TreeMap;

/** A cycle's metrics as the brain keeps them: numbers that can be fractions as text. */
final class CycleFacts {

    private CycleFacts() {}

    static Map<String, Object> of(CycleMetrics c) {
        Map<String, Object> v = new TreeMap<>();
        v.put("cycle_number", c.getCycleNumber());
        v.put("window_end", c.getWindowEnd().toString());
        v.put("idle", c.getIdle());
        v.put("observations_count", c.getObservationsCount());
        v.put("decisions_count", c.getDecisionsCount());
        v.put("success_rate", Decimal.of(c.getSuccessRate()));
        v.put("health_score", Decimal.of(c.getHealthScore()));
        v.put("autonomy_level", c.getAutonomyLevel());
        v.put("patterns_detected", c.getPatternsDetected());
        v.put("goals_set", c.getGoalsSet());
        v.put("goals_achieved", c.getGoalsAchieved());
        return v;
    }
}
