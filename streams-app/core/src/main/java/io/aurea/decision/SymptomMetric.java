package io.aurea.decision;

import io.aurea.heal.MetricReading;
import io.aurea.rule.Effect.Measure;
import io.aurea.schema.ObservationKind;
import io.aurea.schema.PatternType;
import io.aurea.schema.Trend;
import java.util.Locale;

/**
 * The number that shows a pattern in one window, if there is one: the level of its series, or its source's share of
 * failed attempts. A pattern needs several windows to end; the number shows it window by window.
 */
final class SymptomMetric {
    private static final String FAILURE = "FAILURE_";

    private SymptomMetric() {}

    /** Whether patterns of this type show in a level, not in a share of attempts. */
    static boolean isLevel(String patternType) {
        return switch (patternType) {
            case "INCREASING_LATENCY", "METRIC_ANOMALY", "LEVEL_SHIFT" -> true;
            default -> false;
        };
    }

    /** Whether patterns of this type show in failures of a single class. */
    static boolean isOfOneClass(String patternType) {
        return patternType.startsWith(FAILURE);
    }

    /** @return {@link MetricReading#NONE} without data, or if no single number shows such a pattern */
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
     * @param source null: all sources
     * @param failureClass null: every class
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
        // Trends have no reference for a single class; the pattern has.
        boolean known = failureClass == null && 2 * referred > attempts;
        return MetricReading.rate(failed, attempts, known ? Double.valueOf(expected / referred) : null);
    }
}
