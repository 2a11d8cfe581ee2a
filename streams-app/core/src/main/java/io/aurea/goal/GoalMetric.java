package io.aurea.goal;

import io.aurea.name.NameGlob;
import io.aurea.schema.Trend;
import java.util.Locale;
import java.util.Optional;

/**
 * The metric of a goal: one of the tenant's own numbers, or a number of one series, written {@code source/name:number},
 * e.g. {@code checkout/place_order:p95}. In a rule the source may be a glob, for that number of each series with a
 * matching source.
 *
 * @param text as in the policy and in {@code target_metric}
 * @param own the tenant's own number; null for a series' number
 * @param source of the series, a glob in a rule; empty for the tenant's own
 * @param name of the series; empty for the tenant's own
 * @param number of the series; null for the tenant's own
 */
public record GoalMetric(String text, Own own, String source, String name, Number number) {

    /** Numbers of the tenant as a whole. */
    public enum Own {
        /** Of the tenant's operations. */
        SUCCESS_RATE,
        /** Of the tenant's operations. */
        ERROR_RATE,
        /** Of the actions carried out. */
        ACTION_SUCCESS_RATE,
        CYCLE_DURATION_SECONDS,
        HEALTH_SCORE
    }

    /** Numbers of a series in a window. */
    public enum Number {
        LEVEL,
        MEAN,
        P50,
        P95,
        P99,
        MIN,
        MAX,
        SUM,
        COUNT,
        SUCCESS_RATE,
        ERROR_RATE
    }

    private static final String ALLOWED =
            "success_rate, error_rate, action_success_rate, cycle_duration_seconds, health_score or"
                    + " source/name:number, * in source stands for any characters, number is one of level, mean, p50, p95,"
                    + " p99, min, max, sum, count, success_rate, error_rate";

    /** @throws IllegalArgumentException if the text is not a metric */
    public static GoalMetric parse(String text) {
        int slash = text.indexOf('/');
        int colon = text.lastIndexOf(':');
        if (slash < 0) {
            for (Own own : Own.values()) {
                if (lower(own).equals(text)) {
                    return new GoalMetric(text, own, "", "", null);
                }
            }
        } else if (slash > 0
                && colon > slash + 1
                && text.indexOf('/', slash + 1) < 0
                && text.indexOf('*', slash + 1) < 0) {
            for (Number number : Number.values()) {
                if (lower(number).equals(text.substring(colon + 1))) {
                    return new GoalMetric(
                            text, null, text.substring(0, slash), text.substring(slash + 1, colon), number);
                }
            }
        }
        throw new IllegalArgumentException("metric is '" + text + "'; allowed: " + ALLOWED);
    }

    /** Whether it belongs to a series, which can go away. */
    public boolean ofSeries() {
        return own == null;
    }

    /** Whether its source is a glob. */
    boolean ofManySources() {
        return source.indexOf('*') >= 0;
    }

    /** The same number for one source. */
    GoalMetric at(String ofSource) {
        return new GoalMetric(ofSource + text.substring(text.indexOf('/')), null, ofSource, name, number);
    }

    /** Whether this covers that metric, which has a single source. */
    boolean covers(GoalMetric one) {
        return ofManySources()
                ? number == one.number && name.equals(one.name) && new NameGlob(source).matches(one.source)
                : text.equals(one.text);
    }

    /** Its part of a goal's id, besides the cycle; without slashes. */
    String idPart() {
        return text.replace('/', ':');
    }

    /** Empty if the window has no such number. */
    Optional<CycleValue> of(Trend t) {
        long attempts = t.getAttempts();
        return switch (number) {
            case SUCCESS_RATE ->
                attempts > 0 ? Optional.of(CycleValue.rate(t.getSuccesses(), attempts)) : Optional.empty();
            case ERROR_RATE ->
                attempts > 0 ? Optional.of(CycleValue.rate(attempts - t.getSuccesses(), attempts)) : Optional.empty();
            case COUNT -> Optional.of(CycleValue.gauge(t.getCount()));
            case SUM -> t.getValues() > 0 ? gauge(t.getSum()) : Optional.empty();
            case LEVEL -> gauge(t.getLevel());
            case MEAN -> gauge(t.getMean());
            case P50 -> gauge(t.getP50());
            case P95 -> gauge(t.getP95());
            case P99 -> gauge(t.getP99());
            case MIN -> gauge(t.getMin());
            case MAX -> gauge(t.getMax());
        };
    }

    private static Optional<CycleValue> gauge(Double value) {
        return value == null || !Double.isFinite(value) ? Optional.empty() : Optional.of(CycleValue.gauge(value));
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return text;
    }
}
