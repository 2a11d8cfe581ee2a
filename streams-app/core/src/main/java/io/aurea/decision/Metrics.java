package io.aurea.decision;

import io.aurea.heal.MetricReading;
import io.aurea.rule.Effect.Measure;
import io.aurea.schema.CycleMetrics;
import io.aurea.schema.ObservationKind;
import io.aurea.schema.Trend;
import java.util.Map;
import java.util.TreeMap;

/** The numbers of one window, by their names in effects. */
final class Metrics {
    private final CycleMetrics cycle;
    private final Map<String, Trend> trends = new TreeMap<>();
    private final Map<String, Double> business;
    private final Map<String, Double> events;
    private final Map<String, Double> changes;

    /**
     * @param events seconds since the last event of each EVENT series, as source/name
     * @param changes seconds since the last change of each source, as source and as source/kind
     */
    Metrics(Situation s, Map<String, Double> business, Map<String, Double> events, Map<String, Double> changes) {
        this.cycle = s.cycle();
        this.business = business;
        this.events = events;
        this.changes = changes;
        s.trends().forEach(t -> trends.put(name(t.getSource(), t.getName()), t));
    }

    /** Start of the window, epoch milliseconds. */
    long windowStartMs() {
        return cycle.getWindowStart().toEpochMilli();
    }

    static String name(String source, String series) {
        return source + '/' + series;
    }

    /** The trend of a series; null without data in the window. */
    Trend trend(String source, String series) {
        return trends.get(name(source, series));
    }

    Map<String, Trend> trends() {
        return trends;
    }

    Map<String, Double> business() {
        return business;
    }

    /** Level of each series that has one, as source/name. */
    Map<String, Double> levels() {
        Map<String, Double> levels = new TreeMap<>();
        trends.forEach((name, t) -> {
            if (t.getLevel() != null) {
                levels.put(name, t.getLevel());
            }
        });
        return levels;
    }

    /** Expected level of each series, as source/name. */
    Map<String, Double> baselines() {
        Map<String, Double> baselines = new TreeMap<>();
        trends.forEach((name, t) -> {
            if (t.getBaseline() != null) {
                baselines.put(name, t.getBaseline());
            }
        });
        return baselines;
    }

    Map<String, Double> changes() {
        return changes;
    }

    /** Seconds since the last event of each EVENT series, as source/name. */
    Map<String, Double> events() {
        return events;
    }

    /** Share of failed attempts of each source, as source, and by failure class, as source/class. */
    Map<String, Double> failures() {
        Map<String, Double> attempts = new TreeMap<>();
        Map<String, Double> failed = new TreeMap<>();
        for (Trend t : trends.values()) {
            if (t.getKind() == ObservationKind.OPERATION && t.getAttempts() > 0) {
                attempts.merge(t.getSource(), (double) t.getAttempts(), Double::sum);
                failed.merge(t.getSource(), (double) (t.getAttempts() - t.getSuccesses()), Double::sum);
                t.getFailures().forEach((of, n) -> failed.merge(t.getSource() + '/' + of, (double) n, Double::sum));
            }
        }
        failed.replaceAll((of, n) -> n / attempts.get(of.indexOf('/') < 0 ? of : of.substring(0, of.indexOf('/'))));
        return failed;
    }

    boolean hasSource(String source) {
        return trends.values().stream().anyMatch(t -> t.getSource().equals(source));
    }

    /** @param metric source/name of a series, or a name of the cycle or of the business metrics; empty for none */
    MetricReading reading(String metric, Measure measure) {
        if (metric.isEmpty()) {
            return MetricReading.NONE;
        }
        if (metric.indexOf('/') >= 0) {
            Trend t = trends.get(metric);
            return t == null ? MetricReading.NONE : measure == Measure.LEVEL ? level(t) : failures(t);
        }
        return switch (metric) {
            case "success_rate" -> tenantRate(true);
            case "error_rate" -> tenantRate(false);
            case "health_score" -> MetricReading.gauge(cycle.getHealthScore(), null, null);
            default -> MetricReading.gauge(business.get(metric), null, null);
        };
    }

    /** Rate of all operations; its reference is the expected rate of the same attempts. */
    private MetricReading tenantRate(boolean ofSuccesses) {
        long attempts = 0;
        long successes = 0;
        long referred = 0;
        double expectedFailures = 0;
        for (Trend t : trends.values()) {
            if (t.getKind() == ObservationKind.OPERATION) {
                attempts += t.getAttempts();
                successes += t.getSuccesses();
                if (t.getFailureBaseline() != null) {
                    referred += t.getAttempts();
                    expectedFailures += t.getAttempts() * t.getFailureBaseline();
                }
            }
        }
        if (attempts == 0) {
            Double rate = cycle.getSuccessRate();
            return MetricReading.gauge(rate == null || ofSuccesses ? rate : Double.valueOf(1 - rate), null, null);
        }
        // Only if most attempts are of series with a reference.
        Double failed = 2 * referred > attempts ? expectedFailures / referred : null;
        return ofSuccesses
                ? MetricReading.rate(successes, attempts, failed == null ? null : Double.valueOf(1 - failed))
                : MetricReading.rate(attempts - successes, attempts, failed);
    }

    private static MetricReading level(Trend t) {
        return MetricReading.gauge(t.getLevel(), t.getBaseline(), t.getSpread());
    }

    private static MetricReading failures(Trend t) {
        return MetricReading.rate(t.getAttempts() - t.getSuccesses(), t.getAttempts(), t.getFailureBaseline());
    }
}
