package io.aurea.pattern.rule;

import io.aurea.pattern.AttemptHistory;
import io.aurea.pattern.Evidence;
import io.aurea.pattern.EvidenceStrength;
import io.aurea.pattern.PatternKey;
import io.aurea.pattern.PatternSettings;
import io.aurea.pattern.ReadableNumbers;
import io.aurea.schema.ObservationKind;
import io.aurea.schema.PatternType;
import io.aurea.schema.Trend;
import io.aurea.trend.FailureShare;
import io.aurea.window.Wilson;
import java.util.List;
import java.util.Map;

/**
 * DECLINING_SUCCESS_RATE of a source, and of the tenant.
 *
 * <p>From attempts: their failures are out of order ({@link FailureShare}), and the share of failures since is above
 * the reference by the drop that matters. Onset and end take as many windows as are conclusive. One bad window is not a
 * decline, unless it is bad enough by itself ({@link PatternSettings.Sudden}). From a series that is a success or error
 * rate: its level is out of order in the bad direction and by the drop that matters.
 *
 * <p>Confidence is the evidence, up to 0.99, for attempts, and {@link LevelAnomaly#confidence} for a series. Impact is
 * the square root of the drop: 1 point is 0.1, 25 points are 0.5.
 */
public final class SuccessRateRule implements PatternRule {
    private static final double DEVIATION = 4;
    private static final long MIN_HISTORY = 5;
    private static final int RECENT = 3;
    private static final String ATTEMPTS = "attempts";

    @Override
    public void read(CycleView cycle, EvidenceSink out) {
        for (Map.Entry<String, AttemptHistory> run : cycle.histories().entrySet()) {
            if (run.getValue().lastMs() == cycle.endMs()
                    && run.getValue().failures().canSay()) {
                read(run.getKey(), run.getValue(), cycle, out);
            }
        }
        for (Trend t : cycle.trends()) {
            if (isRate(t) && LevelAnomaly.canSay(t, MIN_HISTORY)) {
                read(t, cycle.settings().success(), out);
            }
        }
    }

    private static void read(String source, AttemptHistory run, CycleView cycle, EvidenceSink out) {
        PatternKey key = PatternKey.of(PatternType.DECLINING_SUCCESS_RATE, source);
        FailureShare failures = run.failures();
        FailureRise decline = FailureRise.of(
                failures, run.lastWindow().failed(), run.lastWindow().attempts());
        decline.read(
                out,
                key,
                ATTEMPTS,
                cycle.heardBefore(source),
                cycle.settings().success().drop(),
                cycle.settings().sudden(),
                strength -> evidence(source, run, strength));
    }

    private static Evidence evidence(String source, AttemptHistory run, EvidenceStrength strength) {
        FailureShare failures = run.failures();
        List<AttemptHistory.Window> recent = run.since(failures.sinceMs(), RECENT);
        long attempts = AttemptHistory.attempts(recent);
        long successes = AttemptHistory.successes(recent);
        double rate = (double) successes / attempts;
        double reference = 1 - failures.baseline();
        String who = source.isEmpty() ? "All sources together" : source;
        return new Evidence(
                Math.min(0.99, failures.evidence()),
                StrictMath.sqrt(Math.max(0, failures.share() - failures.baseline())),
                who + ": " + ReadableNumbers.percent(rate) + " of attempts succeed, "
                        + ReadableNumbers.percent(reference) + " did before",
                ReadableNumbers.data(
                        "rate", ReadableNumbers.number(rate),
                        "rate_high",
                                ReadableNumbers.number(
                                        Wilson.of(successes, attempts).high()),
                        "held", ReadableNumbers.number(1 - failures.share()),
                        "reference", ReadableNumbers.number(reference),
                        "evidence", ReadableNumbers.number(failures.evidence()),
                        "attempts", Long.toString(attempts)),
                strength);
    }

    private static boolean isRate(Trend t) {
        return t.getKind() == ObservationKind.METRIC
                && ("success_rate".equals(t.getRole()) || "error_rate".equals(t.getRole()));
    }

    private static void read(Trend t, PatternSettings.Success settings, EvidenceSink out) {
        PatternKey key = PatternKey.of(PatternType.DECLINING_SUCCESS_RATE, t.getSource());
        out.accepted(key, t.getName(), t.getAcceptedAt());
        EvidenceStrength strength = LevelAnomaly.strength(
                t,
                DEVIATION,
                out.firing(key, t.getName()),
                (level, on) -> drop(level, t) >= LevelAnomaly.limit(settings.drop(), on));
        out.read(key, t.getName(), t.getHistory(), strength != null, () -> evidence(t, strength));
    }

    /** How far a level is below the baseline of a success rate, or above that of an error rate, as a fraction. */
    private static double drop(double level, Trend t) {
        double scale = "percent".equals(t.getUnit()) || "%".equals(t.getUnit()) ? 100 : 1;
        double rise = (level - t.getBaseline()) / scale;
        return "error_rate".equals(t.getRole()) ? rise : -rise;
    }

    private static Evidence evidence(Trend t, EvidenceStrength strength) {
        double drop = Math.max(0, Math.min(1, drop(t.getLevel(), t)));
        return new Evidence(
                LevelAnomaly.confidence(t),
                StrictMath.sqrt(drop),
                LevelAnomaly.sentence(t),
                LevelAnomaly.data(t, "drop", ReadableNumbers.percent(drop)),
                strength);
    }
}
