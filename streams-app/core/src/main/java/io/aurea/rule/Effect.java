package io.aurea.rule;

import java.util.Objects;

/**
 * The intended effect of an action, and how to judge it.
 *
 * @param metric template of what should move: {@code source/name} of a series, or a name without a slash of the cycle
 *     ({@code success_rate}, {@code error_rate}, {@code health_score}) or of the business metrics; empty if only the
 *     symptom counts
 * @param measure which number of it
 * @param direction where it should go
 * @param size share of the distance to the baseline that should close, (0, 1]
 * @param decides whether this alone decides if the action helped, whatever becomes of the symptom: for actions that
 *     relieve without removing the cause
 */
public record Effect(String metric, Measure measure, Direction direction, double size, boolean decides) {

    /** Which number of a series. */
    public enum Measure {
        /** {@code Trend.level}. */
        LEVEL,
        /** Failed attempts / attempts. */
        FAILURE_RATE
    }

    /** Where a metric should go. */
    public enum Direction {
        UP,
        DOWN
    }

    /** Only the symptom counts. */
    public static final Effect NONE = new Effect("", Measure.LEVEL, Direction.DOWN, 1, false);

    public Effect {
        Objects.requireNonNull(metric, "metric");
        Objects.requireNonNull(measure, "measure");
        Objects.requireNonNull(direction, "direction");
        if (!(size > 0 && size <= 1)) {
            throw new IllegalArgumentException("the size of an effect is in (0, 1], not " + size);
        }
        if (decides && metric.isEmpty()) {
            throw new IllegalArgumentException("an effect without a metric decides nothing");
        }
    }

    /** Fewer failures of the series concerned. */
    public static Effect fewerFailures(double size) {
        return new Effect("{source}/{series}", Measure.FAILURE_RATE, Direction.DOWN, size, false);
    }

    /** A lower level of the series concerned. */
    public static Effect lower(double size) {
        return new Effect("{source}/{series}", Measure.LEVEL, Direction.DOWN, size, false);
    }
}
