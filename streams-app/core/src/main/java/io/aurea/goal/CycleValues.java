package io.aurea.goal;

import io.aurea.metric.MetricRole;
import io.aurea.metric.Share;
import io.aurea.schema.ObservationKind;
import io.aurea.schema.Trend;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * The values of a tenant's closed cycle. Empty without data: an idle cycle has no values, not zeros.
 *
 * @param cycleNumber [1, ..)
 * @param windowEndMs end of the window, exclusive, epoch milliseconds: when the cycle was due
 * @param successRate of the tenant's operations, as a rate; without operations, of its success_rate metrics, as a gauge
 * @param errorRate likewise, for failures
 * @param actionSuccessRate of the outcomes that arrived, as a rate
 * @param cycleDurationSeconds seconds
 * @param healthScore [0, 100]
 * @param sources with data in this cycle
 * @param trendOf the trend of a series (source, name) in this cycle, null without data
 */
public record CycleValues(
        long cycleNumber,
        long windowEndMs,
        Optional<CycleValue> successRate,
        Optional<CycleValue> errorRate,
        Optional<CycleValue> actionSuccessRate,
        Optional<CycleValue> cycleDurationSeconds,
        Optional<CycleValue> healthScore,
        Set<String> sources,
        BiFunction<String, String, Trend> trendOf) {

    /**
     * @param trends of the cycle, with their roles set
     * @param actionsSuccessful outcomes of the cycle that succeeded
     * @param actionsExecuted outcomes of the cycle that report an action carried out
     * @param durationSeconds null if unknown
     */
    public static CycleValues of(
            long cycleNumber,
            long windowEndMs,
            Collection<Trend> trends,
            long actionsSuccessful,
            long actionsExecuted,
            Double durationSeconds,
            OptionalDouble healthScore) {
        long attempts = 0;
        long successes = 0;
        Mean successRates = new Mean();
        Mean errorRates = new Mean();
        Map<String, Map<String, Trend>> series = new HashMap<>();
        for (Trend t : trends) {
            series.computeIfAbsent(t.getSource(), s -> new HashMap<>()).put(t.getName(), t);
            if (t.getKind() == ObservationKind.OPERATION) {
                attempts += t.getAttempts();
                successes += t.getSuccesses();
            } else if (MetricRole.SUCCESS_RATE.text().equals(t.getRole())) {
                Share.of(t).ifPresent(successRates::add);
            } else if (MetricRole.ERROR_RATE.text().equals(t.getRole())) {
                Share.of(t).ifPresent(errorRates::add);
            }
        }
        return new CycleValues(
                cycleNumber,
                windowEndMs,
                attempts > 0 ? Optional.of(CycleValue.rate(successes, attempts)) : successRates.measure(),
                attempts > 0 ? Optional.of(CycleValue.rate(attempts - successes, attempts)) : errorRates.measure(),
                actionsExecuted > 0
                        ? Optional.of(CycleValue.rate(actionsSuccessful, actionsExecuted))
                        : Optional.empty(),
                Optional.ofNullable(durationSeconds).map(CycleValue::gauge),
                healthScore.isPresent() ? Optional.of(CycleValue.gauge(healthScore.getAsDouble())) : Optional.empty(),
                series.keySet(),
                (source, name) -> series.getOrDefault(source, Map.of()).get(name));
    }

    private static final class Mean {
        private double sum;
        private int count;

        void add(double value) {
            sum += value;
            count++;
        }

        Optional<CycleValue> measure() {
            return count == 0 ? Optional.empty() : Optional.of(CycleValue.gauge(sum / count));
        }
    }

    Optional<CycleValue> of(GoalMetric metric) {
        if (metric.ofSeries()) {
            return Optional.ofNullable(trendOf.apply(metric.source(), metric.name()))
                    .flatMap(metric::of);
        }
        return switch (metric.own()) {
            case SUCCESS_RATE -> successRate;
            case ERROR_RATE -> errorRate;
            case ACTION_SUCCESS_RATE -> actionSuccessRate;
            case CYCLE_DURATION_SECONDS -> cycleDurationSeconds;
            case HEALTH_SCORE -> healthScore;
        };
    }
}
