package io.aurea.pattern;

import io.aurea.name.NameGlob;
import io.aurea.schema.ObservationKind;
import io.aurea.schema.PatternType;
import io.aurea.schema.Trend;

/**
 * FRONTEND_HEALTH_DEGRADATION of a source that people meet: half of its health checks or more fail.
 *
 * <p>Confidence is 1 - 0.5^n for n failed checks in the window: each halves the doubt. Impact is the share that failed.
 */
final class FrontendHealthRule implements PatternRule {

    @Override
    public void read(CycleView cycle, Readings out) {
        for (Trend t : cycle.trends()) {
            if (t.getKind() == ObservationKind.HEALTH
                    && t.getAttempts() > 0
                    && NameGlob.any(cycle.settings().health().frontends(), t.getSource())) {
                long failed = t.getAttempts() - t.getSuccesses();
                double share = (double) failed / t.getAttempts();
                out.read(
                        PatternKey.of(PatternType.FRONTEND_HEALTH_DEGRADATION, t.getSource()),
                        t.getName(),
                        t.getHistory(),
                        share >= 0.5,
                        () -> new Evidence(
                                1 - StrictMath.pow(0.5, failed),
                                share,
                                t.getSource() + '/' + t.getName() + ": " + failed + " of " + t.getAttempts()
                                        + " checks failed",
                                Words.data(
                                        "series", t.getName(),
                                        "failed", Long.toString(failed),
                                        "checks", Long.toString(t.getAttempts())),
                                PatternSettings.Sudden.allChecks(failed, t.getAttempts())));
            }
        }
    }
}
