package io.aurea.metric;

import io.aurea.schema.ObservationKind;
import io.aurea.schema.Polarity;
import java.util.List;
import java.util.Optional;

/**
 * What every series is: by its kind where that says it (the level of an OPERATION is its duration, the one of a HEALTH
 * its share of checks that were up), otherwise by the first rule that matches. A COUNTER is followed as a rate per second,
 * so of what a rule says of a gauge only traffic holds, and what it says of a series without a role. Immutable; a look-up walks the rules, so
 * ask once for a series, not for each of its windows.
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
