package io.aurea.learning;

import io.aurea.autonomy.AutonomyLevel;
import io.aurea.autonomy.AutonomySettings;
import io.aurea.autonomy.Bar;
import io.aurea.autonomy.Threshold;
import io.aurea.state.StoredMap;
import java.util.Map;

/**
 * The bars of one tenant's rules, one per rule and level, so that no rule acts on the credit of another. At most
 * {@link #MAX} are kept; the least recently updated one is dropped.
 */
final class Bars {
    static final int MAX = 1_000;

    /** A bar has moved. */
    record Move(String rule, AutonomyLevel level, double before, double after, long outcomes) {}

    private final StoredMap<Bar> stored;

    Bars(char letter) {
        stored = new StoredMap<>(letter, Bar.CODEC);
    }

    StoredMap<Bar> stored() {
        return stored;
    }

    /** Confidence that the rule needs at this level to act alone; 1 where a person is always asked. */
    double height(String rule, AutonomyLevel level, AutonomySettings autonomy, long nowMs, LearningSettings s) {
        if (level.alwaysAsks()) {
            return 1;
        }
        Threshold threshold = autonomy.threshold(level);
        Bar bar = stored.get(key(rule, level));
        return bar == null ? threshold.start() : bar.height(threshold, nowMs, s.halfLifeMs());
    }

    /**
     * A decision of the rule, made at this level, was judged.
     *
     * @return the move of its bar, or null
     */
    Move judged(
            String rule,
            AutonomyLevel level,
            boolean verified,
            AutonomySettings autonomy,
            long nowMs,
            LearningSettings s) {
        if (level.alwaysAsks()) {
            return null;
        }
        Threshold threshold = autonomy.threshold(level);
        double before = height(rule, level, autonomy, nowMs, s);
        Bar bar = stored.getOrDefault(key(rule, level), Bar.at(threshold));
        Bar now = bar.after(verified, threshold, s.barMinimum(), s.barError(), nowMs);
        put(key(rule, level), now);
        double after = now.height(threshold, nowMs, s.halfLifeMs());
        boolean moved = now.worse().trials() == 0 && after != before;
        return moved ? new Move(rule, level, before, after, bar.worse().trials() + 1) : null;
    }

    private void put(String key, Bar bar) {
        if (stored.get(key) == null && stored.size() >= MAX) {
            String oldest = null;
            long at = Long.MAX_VALUE;
            for (Map.Entry<String, Bar> e : stored.entries().entrySet()) {
                if (e.getValue().lastMs() < at) {
                    at = e.getValue().lastMs();
                    oldest = e.getKey();
                }
            }
            stored.remove(oldest);
        }
        stored.put(key, bar);
    }

    private static String key(String rule, AutonomyLevel level) {
        return level + "|" + rule;
    }
}
