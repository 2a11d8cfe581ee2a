package io.aurea.cycle;

import io.aurea.goal.GoalChanges;
import io.aurea.health.Health;
import io.aurea.policy.TenantPolicy;
import io.aurea.schema.CycleMetrics;
import io.aurea.schema.ObservationKind;
import io.aurea.schema.PatternType;
import io.aurea.schema.Trend;
import io.aurea.window.Wilson;
import java.time.Instant;
import java.util.Collection;
import java.util.SortedSet;

/** Builds a cycle's record from the trends of one tenant and window. */
final class CycleReport {

    private CycleReport() {}

    /** @param durationSeconds null if unknown */
    static CycleMetrics of(
            String tenant,
            Tenant at,
            long windowEndMs,
            Collection<Trend> trends,
            Double durationSeconds,
            Health health,
            SortedSet<PatternType> patterns,
            GoalChanges goals,
            TenantPolicy policy) {
        long observations = 0;
        long attempts = 0;
        long successes = 0;
        long durations = 0;
        double durationsMs = 0;
        Double slowestP95Ms = null;
        for (Trend t : trends) {
            observations += t.getCount();
            if (t.getKind() == ObservationKind.OPERATION) {
                attempts += t.getAttempts();
                successes += t.getSuccesses();
                durations += t.getValues();
                durationsMs += t.getSum();
                if (t.getP95() != null && (slowestP95Ms == null || t.getP95() > slowestP95Ms)) {
                    slowestP95Ms = t.getP95();
                }
            }
        }
        CycleMetrics.Builder cycle = CycleMetrics.newBuilder()
                .setTenantId(tenant)
                .setCycleNumber(at.cycleNumber())
                .setRevision(1)
                .setComplete(true)
                .setTimestamp(Instant.ofEpochMilli(windowEndMs))
                .setWindowStart(Instant.ofEpochMilli(at.windowStart()))
                .setWindowEnd(Instant.ofEpochMilli(windowEndMs))
                .setIdle(observations == 0)
                .setObservationsCount(observations)
                .setSeriesCount(trends.size())
                .setAttempts(attempts)
                .setSuccesses(successes)
                .setCycleDurationSeconds(durationSeconds)
                .setHealthScore(health.score().isPresent() ? health.score().getAsDouble() : null)
                .setHealthComponents(health.components())
                .setPatternsDetected(
                        patterns.stream().map(PatternType::name).sorted().toList())
                .setGoalsSet(goals.set())
                .setGoalsAchieved(goals.achieved())
                .setLatencyMeanMs(durations > 0 ? durationsMs / durations : null)
                .setLatencyP95Ms(slowestP95Ms)
                .setPolicyVersion(policy.version());
        if (attempts > 0) {
            Wilson interval = Wilson.of(successes, attempts);
            cycle.setSuccessRate((double) successes / attempts)
                    .setSuccessRateLow(interval.low())
                    .setSuccessRateHigh(interval.high());
        }
        return cycle.build();
    }
}
