package io.aurea.metric;

import io.aurea.schema.ObservationKind;
import io.aurea.schema.Polarity;
import java.util.List;
import java.util.Optional;

/**
 * The meaning of every series: by its kind if that defines it (the level of an OPERATION is its duration, that of a
 * HEALTH its share of checks that were up), otherwise by the first matching rule. A COUNTER is followed as a rate per
 * second, so of the rules for gauges only those for traffic apply, and those without a role. Immutable; a lookup walks
 * the rules, so look up once per series, not per window.
 */
public record MetricCatalogue(List<MetricRule> rules) {
    private static final MetricMeaning OPERATION =
            new MetricMeaning(Polarity.LOWER_IS_BETTER, Optional.of("ms"), Optional.of(MetricRole.LATENCY));
    private static final MetricMeaning HEALTH =
            new MetricMeaning(Polarity.HIGHER_IS_BETTER, Optional.empty(), Optional.of(MetricRole.AVAILABILITY));
    private static final MetricMeaning OTHER = new MetricMeaning(Polarity.NEUTRAL, Optional.empty(), Optional.empty());

    public MetricCatalogue {
        rules = List.copyOf(rules);
    }

    public MetricMeaning of(ObservationKind kind, String source, String name) {
        if (kind == ObservationKind.OPERATION) {
            return OPERATION;
        }
        if (kind == ObservationKind.HEALTH) {
            return HEALTH;
        }
        for (MetricRule rule : rules) {
            if (rule.matches(source, name)) {
                if (kind == ObservationKind.COUNTER
                        && rule.role()
                                .filter(role -> role != MetricRole.TRAFFIC)
                                .isPresent()) {
                    return OTHER;
                }
                return new MetricMeaning(rule.polarity(), rule.unit(), rule.role());
            }
        }
        return OTHER;
    }
}
