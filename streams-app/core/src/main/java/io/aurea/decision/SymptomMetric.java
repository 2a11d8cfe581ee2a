package io.aurea.decision;

import io.aurea.heal.MetricReading;
import io.aurea.rule.Effect.Measure;
import io.aurea.schema.ObservationKind;
import io.aurea.schema.PatternType;
import io.aurea.schema.Trend;
import java.util.Locale;

/**
 * The number that shows a pattern in one window, where there is one: the level of its series, or the share of its source's
 * attempts that failed. A pattern needs several windows to be sure that it is over; the number tells of each.
 */
final class SymptomMetric {
    private static final String FAILURE = "FAILURE_";

    private SymptomMetric() {}

    /** Whether a level shows patterns of this type, and not a share of attempts. */
    static boolean isLevel(String patternType) {
        return switch (patternType) {
            case "INCREASING_LATENCY", "METRIC_ANOMALY", "LEVEL_SHIFT" -> true;
            default -> false;
        };
    }

    /** Whether failures of one class alone show patterns of this type. */
    static boolean isOfOneClass(String patternType) {
        return patternType.startsWith(FAILURE);
    }

    /** @return {@link MetricReading#NONE} without data, and where no single number shows such a pattern */
    static MetricReading of(String patternType, String source, String series, Metrics metrics) {
        if (patternType.isEmpty()) {
            return MetricReading.NONE;
        }
        boolean named = source != null && series != null;
        return switch (PatternType.valueOf(patternType)) {
            case INCREASING_LATENCY, METRIC_ANOMALY, LEVEL_SHIFT ->
                named ? metrics.reading(Metrics.name(source, series), Measure.LEVEL) : MetricReading.NONE;
            case DECLINING_SUCCESS_RATE -> failures(ObservationKind.OPERATION, source, null, metrics);
            case FRONTEND_HEALTH_DEGRADATION -> failures(ObservationKind.HEALTH, source, null, metrics);
            case FAILURE_TIMEOUT,
                    FAILURE_PERMISSION,
                    FAILURE_DATABASE,
                    FAILURE_NETWORK,
                    FAILURE_DEPENDENCY,
                    FAILURE_RESOURCE,
                    FAILURE_VALIDATION ->
                failures(
                        ObservationKind.OPERATION,
                        source,
                        patternType.substring(FAILURE.length()).toLowerCase(Locale.ROOT),
                        metrics);
            default -> MetricReading.NONE;
        };
    }

    /**
     * @param source null: of all sources
     * @param failureClass null: of every class
     */
    private static MetricReading failures(ObservationKind kind, String source, String failureClass, Metrics metrics) {
        long attempts = 0;
        long failed = 0;
        long referred = 0;
        double expected = 0;
        for (Trend t : metrics.trends().values()) {
            if (t.getKind() == kind && (source == null || t.getSource().equals(source))) {
                attempts += t.getAttempts();
                failed += failureClass == null
                        ? t.getAttempts() - t.getSuccesses()
                        : t.getFailures().getOrDefault(failureClass, 0L);
                if (t.getFailureBaseline() != null) {
                    referred += t.getAttempts();
                    expected += t.getAttempts() * t.getFailureBaseline();
                }
            }
        }
        // What is usual of a class alone the trends do not say; the pattern does.
        boolean known = failureClass == null && 2 * referred > attempts;
        return MetricReading.rate(failed, attempts, known ? Double.valueOf(expected / referred) : null);
    }
}
