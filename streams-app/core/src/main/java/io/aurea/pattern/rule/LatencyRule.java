package io.aurea.pattern.rule;

import io.aurea.pattern.CallEdge;
import io.aurea.pattern.Evidence;
import io.aurea.pattern.EvidenceStrength;
import io.aurea.pattern.PatternKey;
import io.aurea.pattern.PatternSettings;
import io.aurea.pattern.ReadableNumbers;
import io.aurea.schema.ObservationKind;
import io.aurea.schema.PatternType;
import io.aurea.schema.Trend;

/**
 * INCREASING_LATENCY of a source: one of its latencies is far above usual, by its own scatter or by the evidence of
 * many windows, both as a multiple and in milliseconds that somebody feels.
 *
 * <p>A latency measured by a caller concerns the callee: the time is lost there or on the way. All latencies of a
 * source are members of one pattern, since one slow source is one problem. Confidence is
 * {@link LevelAnomaly#confidence}; impact is 1 - baseline / level, so twice as slow is 0.5 and ten times 0.9.
 */
public final class LatencyRule implements PatternRule {

    @Override
    public void read(CycleView cycle, EvidenceSink out) {
        PatternSettings.Latency settings = cycle.settings().latency();
        for (Trend t : cycle.trends()) {
            if (isLatency(t) && LevelAnomaly.canSay(t, settings.minHistory())) {
                String concerned = cycle.call(t).map(CallEdge::callee).orElse(t.getSource());
                PatternKey key = PatternKey.of(PatternType.INCREASING_LATENCY, concerned);
                String member = t.getSource() + '/' + t.getName();
                out.accepted(key, member, t.getAcceptedAt());
                EvidenceStrength strength = LevelAnomaly.strength(
                        t,
                        settings.deviation(),
                        out.firing(key, member),
                        (level, on) -> matters(level, t, settings, on));
                out.read(key, member, t.getHistory(), strength != null, () -> evidence(t, concerned, strength));
            }
        }
    }

    static boolean isLatency(Trend t) {
        return t.getKind() == ObservationKind.OPERATION || "latency".equals(t.getRole());
    }

    private static boolean matters(double level, Trend t, PatternSettings.Latency settings, boolean on) {
        double rise = level - t.getBaseline();
        return rise >= LevelAnomaly.limit(settings.ratio() - 1, on) * t.getBaseline()
                && isFelt(rise, t, LevelAnomaly.limit(settings.minIncreaseMs(), on));
    }

    /** Whether a rise of a latency is at least this many milliseconds. */
    static boolean isFelt(double rise, Trend t, double leastMs) {
        return rise * millis(t) >= leastMs;
    }

    /** Milliseconds per unit of the series; an unknown unit is taken for milliseconds. */
    private static double millis(Trend t) {
        if (t.getUnit() == null) {
            return 1;
        }
        return switch (t.getUnit()) {
            case "s", "seconds" -> 1e3;
            case "us", "microseconds" -> 1e-3;
            case "ns", "nanoseconds" -> 1e-6;
            default -> 1;
        };
    }

    private static Evidence evidence(Trend t, String concerned, EvidenceStrength strength) {
        double ratio = t.getBaseline() > 0 ? t.getLevel() / t.getBaseline() : Double.POSITIVE_INFINITY;
        return new Evidence(
                LevelAnomaly.confidence(t),
                t.getLevel() > 0 ? Math.max(0, 1 - Math.max(0, t.getBaseline()) / t.getLevel()) : 0,
                concerned + " is slow: " + LevelAnomaly.sentence(t),
                LevelAnomaly.data(t, "ratio", Double.isInfinite(ratio) ? "from 0" : ReadableNumbers.number(ratio)),
                strength);
    }
}
