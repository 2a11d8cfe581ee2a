package io.aurea.pattern.rule;

import io.aurea.name.NameGlob;
import io.aurea.pattern.Evidence;
import io.aurea.pattern.PatternKey;
import io.aurea.pattern.PatternSettings;
import io.aurea.pattern.ReadableNumbers;
import io.aurea.schema.ObservationKind;
import io.aurea.schema.PatternType;
import io.aurea.schema.Trend;

/**
 * FRONTEND_HEALTH_DEGRADATION of a source that faces users: at least half of its health checks fail. It continues while
 * some fail, more than usual: one success among many failures does not end it.
 *
 * <p>Confidence is 1 - 0.5^n for n failed checks in the window: each halves the doubt. Impact is the share that failed.
 */
public final class FrontendHealthRule implements PatternRule {

    /** Share of failing checks that means a frontend is down. */
    private static final double DOWN = 0.5;

    /** Evidence of the trend that more checks fail than usual, not yet refuted by a few good ones. */
    private static final double STILL = 0.75;

    @Override
    public void read(CycleView cycle, EvidenceSink out) {
        for (Trend t : cycle.trends()) {
            if (t.getKind() == ObservationKind.HEALTH
                    && t.getAttempts() > 0
                    && NameGlob.any(cycle.settings().health().frontends(), t.getSource())) {
                long failed = t.getAttempts() - t.getSuccesses();
                double share = (double) failed / t.getAttempts();
                PatternKey key = PatternKey.of(PatternType.FRONTEND_HEALTH_DEGRADATION, t.getSource());
                out.accepted(key, t.getName(), t.getFailuresAcceptedAt());
                out.read(
                        key,
                        t.getName(),
                        t.getHistory(),
                        !FailureRise.isAccepted(t)
                                && (share >= DOWN || out.firing(key, t.getName()) && isStillDown(t, share)),
                        () -> new Evidence(
                                1 - StrictMath.pow(0.5, failed),
                                share,
                                t.getSource() + '/' + t.getName() + ": " + failed + " of " + t.getAttempts()
                                        + " checks failed",
                                ReadableNumbers.data(
                                        "series", t.getName(),
                                        "failed", Long.toString(failed),
                                        "checks", Long.toString(t.getAttempts())),
                                PatternSettings.Sudden.allChecks(failed, t.getAttempts())));
            }
        }
    }

    private static boolean isStillDown(Trend t, double share) {
        boolean evident = t.getFailuresOutOfOrderSince() != null
                && t.getFailureEvidence() != null
                && t.getFailureEvidence() >= STILL;
        return evident || share >= LevelAnomaly.limit(DOWN, true);
    }
}
