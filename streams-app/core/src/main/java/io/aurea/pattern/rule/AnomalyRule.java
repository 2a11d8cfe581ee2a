package io.aurea.pattern.rule;

import io.aurea.pattern.Evidence;
import io.aurea.pattern.EvidenceStrength;
import io.aurea.pattern.PatternKey;
import io.aurea.pattern.PatternSettings;
import io.aurea.pattern.ReadableNumbers;
import io.aurea.schema.ObservationKind;
import io.aurea.schema.PatternType;
import io.aurea.schema.Trend;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/**
 * METRIC_ANOMALY of a series: its level is far from usual, by its own scatter or by the evidence of many windows, in
 * the direction that is bad for it, or in any if neither is.
 *
 * <p>Latencies and success rates have patterns of their own and are excluded. A saturation must rise by a share of its
 * capacity, or be full; all others must move by a share of their level. Traffic counts only while nothing fails or is
 * slow: callers that wait for an answer send less, so its change is then a consequence. Confidence is
 * {@link LevelAnomaly#confidence}; impact is the difference relative to the greater of level and baseline, for
 * saturation the level as a share of the capacity.
 */
public final class AnomalyRule implements PatternRule {
    private static final Set<String> OF_OTHER_RULES = Set.of("latency", "success_rate", "error_rate");

    private static final Set<PatternType> CAUSES_OF_TRAFFIC = EnumSet.of(
            PatternType.INCREASING_LATENCY,
            PatternType.DECLINING_SUCCESS_RATE,
            PatternType.FRONTEND_HEALTH_DEGRADATION,
            PatternType.DATABASE_CONNECTION_ISSUES,
            PatternType.FAILURE_TIMEOUT,
            PatternType.FAILURE_PERMISSION,
            PatternType.FAILURE_DATABASE,
            PatternType.FAILURE_NETWORK,
            PatternType.FAILURE_DEPENDENCY,
            PatternType.FAILURE_RESOURCE,
            PatternType.FAILURE_VALIDATION,
            PatternType.METRIC_ANOMALY);

    @Override
    public void read(CycleView cycle, EvidenceSink out) {
        for (Trend t : cycle.trends()) {
            if (!isTraffic(t)) {
                read(t, cycle.settings().anomaly(), out);
            }
        }
        Set<PatternKey> traffic = new HashSet<>();
        cycle.trends().stream().filter(AnomalyRule::isTraffic).forEach(t -> traffic.add(keyOf(t)));
        boolean caused = out.shows(CAUSES_OF_TRAFFIC, traffic);
        for (Trend t : cycle.trends()) {
            // An active one has to end.
            if (isTraffic(t) && (!caused || out.firing(keyOf(t), ""))) {
                read(t, cycle.settings().anomaly(), out);
            }
        }
    }

    private static PatternKey keyOf(Trend t) {
        return new PatternKey(PatternType.METRIC_ANOMALY, t.getSource(), t.getName());
    }

    static boolean isTraffic(Trend t) {
        return "traffic".equals(t.getRole());
    }

    private static void read(Trend t, PatternSettings.Anomaly settings, EvidenceSink out) {
        if (t.getKind() != ObservationKind.OPERATION
                && !OF_OTHER_RULES.contains(t.getRole() == null ? "" : t.getRole())
                && LevelAnomaly.canSay(t, settings.minHistory())) {
            PatternKey key = keyOf(t);
            out.accepted(key, "", t.getAcceptedAt());
            boolean firing = out.firing(key, "");
            EvidenceStrength unusual = LevelAnomaly.strength(
                    t, settings.deviation(), firing, (level, on) -> matters(level, t, settings, on));
            EvidenceStrength strength =
                    isFull(t, settings) && unusual != EvidenceStrength.PROVEN ? EvidenceStrength.WINDOW : unusual;
            out.read(key, "", t.getHistory(), strength != null, () -> evidence(t, strength));
        }
    }

    private static boolean isFull(Trend t, PatternSettings.Anomaly settings) {
        return LevelAnomaly.isShareOfCapacity(t) && t.getLevel() > settings.full() && t.getLevel() > t.getBaseline();
    }

    private static boolean matters(double level, Trend t, PatternSettings.Anomaly settings, boolean on) {
        if (LevelAnomaly.isShareOfCapacity(t)) {
            return Math.abs(level - t.getBaseline()) >= LevelAnomaly.limit(settings.points(), on);
        }
        return LevelAnomaly.relativeChange(level, t.getBaseline()) >= LevelAnomaly.limit(settings.change(), on);
    }

    private static Evidence evidence(Trend t, EvidenceStrength strength) {
        double change = LevelAnomaly.relativeChange(t.getLevel(), t.getBaseline());
        boolean allChecksFail = t.getKind() == ObservationKind.HEALTH
                && PatternSettings.Sudden.allChecks(t.getAttempts() - t.getSuccesses(), t.getAttempts());
        return new Evidence(
                LevelAnomaly.confidence(t),
                LevelAnomaly.isShareOfCapacity(t) ? Math.min(1, Math.max(0, t.getLevel() / 100)) : change,
                LevelAnomaly.sentence(t),
                LevelAnomaly.data(t, "change", ReadableNumbers.percent(change)),
                strength != EvidenceStrength.PROVEN && allChecksFail ? EvidenceStrength.DECISIVE : strength);
    }
}
