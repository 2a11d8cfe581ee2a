package io.aurea.pattern;

import io.aurea.schema.ObservationKind;
import io.aurea.schema.PatternType;
import io.aurea.schema.Trend;

/**
 * INCREASING_LATENCY of a source: a latency of it is far above what it usually is, against its own scatter, as a multiple
 * and in milliseconds that somebody feels.
 *
 * <p>A latency that a caller measures concerns whom it calls: the time is lost there or on the way. All latencies of a
 * source are members of one pattern, since one slow source is one thing to look at. Confidence is 1 - 1 / deviation^2; impact is 1 - baseline / level, so twice as slow is 0.5 and ten times 0.9.
 */
final class LatencyRule implements PatternRule {

    @Override
    public void read(CycleView cycle, Readings out) {
        PatternSettings.Latency settings = cycle.settings().latency();
        for (Trend t : cycle.trends()) {
            if (isLatency(t) && Unusual.canSay(t, settings.minHistory())) {
                String concerned = cycle.call(t).map(Call::callee).orElse(t.getSource());
                PatternKey key = PatternKey.of(PatternType.INCREASING_LATENCY, concerned);
                out.read(
                        key,
                        t.getSource() + '/' + t.getName(),
                        t.getHistory(),
                        shown(t, settings, out.on(key)),
                        () -> evidence(t, concerned));
            }
        }
    }

    static boolean isLatency(Trend t) {
        return t.getKind() == ObservationKind.OPERATION || "latency".equals(t.getRole());
    }

    private static boolean shown(Trend t, PatternSettings.Latency settings, boolean on) {
        double rise = t.getLevel() - t.getBaseline();
        return t.getDeviation() >= Unusual.limit(settings.deviation(), on)
                && rise >= Unusual.limit(settings.ratio() - 1, on) * t.getBaseline()
                && rise * millis(t) >= Unusual.limit(settings.minIncreaseMs(), on);
    }

    /** Milliseconds in a unit of the series; without a known unit it is taken for milliseconds. */
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

    private static Evidence evidence(Trend t, String concerned) {
        double ratio = t.getBaseline() > 0 ? t.getLevel() / t.getBaseline() : Double.POSITIVE_INFINITY;
        return new Evidence(
                Unusual.confidence(t),
                1 - Math.max(0, t.getBaseline()) / t.getLevel(),
                concerned + " is slow: " + Unusual.sentence(t),
                Unusual.data(t, "ratio", Double.isInfinite(ratio) ? "from 0" : Words.number(ratio)));
    }
}
