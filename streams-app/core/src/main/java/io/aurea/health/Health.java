package io.aurea.health;

import io.aurea.health.HealthSettings.Component;
import java.util.Collections;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The health of a tenant in a cycle.
 *
 * <p>Each known component is scored in [0, 100] by the limits of the policy. With {@code worst} the lowest of these scores
 * and {@code mean} their weighted geometric mean,
 *
 * <pre>score = sqrt(worst * mean)</pre>
 *
 * so {@code worst <= score <= 10 * sqrt(worst)}, whatever the others: a component at 0 gives 0, one at 30 at most 55.
 * One at 10 gives at most 32 and, since it counts in the mean too, with the built-in weights 29: below 30, which is
 * critical. A plain mean hides a failing part behind those that do not measure it, and so does, to a lesser degree, a
 * geometric mean of six; the lowest score alone would not distinguish one failing part from all.
 *
 * @param score [0, 100]; empty without data. Freshness alone does not count: data does not mean health
 * @param components scores of the known components by name, [0, 100]; an unknown one is absent, not 100
 */
public record Health(OptionalDouble score, SortedMap<String, Double> components) {

    public static final String SUCCESS = "success";
    public static final String ERRORS = "errors";
    public static final String LATENCY = "latency";
    public static final String AVAILABILITY = "availability";
    public static final String BACKLOG = "backlog";
    public static final String FRESHNESS = "freshness";

    /** No data. */
    public static final Health UNKNOWN = new Health(OptionalDouble.empty(), new TreeMap<>());

    public Health {
        components = Collections.unmodifiableSortedMap(new TreeMap<>(components));
    }

    public static Health of(HealthReadings readings, HealthSettings settings) {
        Scores scores = new Scores();
        scores.add(SUCCESS, readings.success(), settings.success());
        scores.add(ERRORS, readings.errors(), settings.errors());
        scores.add(LATENCY, readings.latency(), settings.latency());
        scores.add(AVAILABILITY, readings.availability(), settings.availability());
        scores.add(BACKLOG, readings.backlog(), settings.backlog());
        if (!scores.components.isEmpty()) {
            scores.add(FRESHNESS, readings.freshness(), settings.freshness());
        }
        return new Health(scores.score(), scores.components);
    }

    private static final class Scores {
        private final TreeMap<String, Double> components = new TreeMap<>();
        private double weights;
        private double logarithms;
        private double worst = 100;

        void add(String name, OptionalDouble reading, Component component) {
            if (reading.isEmpty() || component.weight() == 0) {
                return;
            }
            double score = component.limits().score(reading.getAsDouble());
            components.put(name, score);
            worst = Math.min(worst, score);
            weights += component.weight();
            logarithms += component.weight() * StrictMath.log(score);
        }

        OptionalDouble score() {
            if (components.isEmpty()) {
                return OptionalDouble.empty();
            }
            if (worst == 0) {
                return OptionalDouble.of(0);
            }
            double mean = StrictMath.exp(logarithms / weights);
            // Rounding may leave the mean slightly outside its bounds.
            return OptionalDouble.of(StrictMath.sqrt(worst * Math.min(100, Math.max(worst, mean))));
        }
    }
}
