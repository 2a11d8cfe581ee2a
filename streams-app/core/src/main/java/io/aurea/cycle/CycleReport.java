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
import java.util.SortedSet;

/** Builds a cycle's record from the trends of one tenant and window. */
final class CycleReport {

    private CycleReport() {}

    /** @param durationSeconds null if unknown */
    static CycleMetrics of(
            String tenant,
            Tenant at,
            long windowEndMs,
            CycleInput input,
            Double durationSeconds,
            Health health,
            SortedSet<PatternType> patterns,
            GoalChanges goals,
            TenantPolicy policy) {
        UnjudgedSeries unjudged = input.unjudged();
        long observations = unjudged.observations();
        long attempts = unjudged.attempts();
        long successes = unjudged.successes();
        long durations = unjudged.durations();
        double durationsMs = unjudged.durationsMs();
        Double slowestP95Ms = null;
        for (Trend t : input.trends()) {
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
                .setSeriesCount(input.trends().size() + unjudged.series())
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
                .setPolicyVersion(policy.version())
                .setObservationsRefused(input.limits().refused());
        if (attempts > 0) {
            Wilson interval = Wilson.of(successes, attempts);
            cycle.setSuccessRate((double) successes / attempts)
                    .setSuccessRateLow(interval.low())
                    .setSuccessRateHigh(interval.high());
        }
        return cycle.build();
    }
}
