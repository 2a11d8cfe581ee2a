package io.aurea.metric;

import io.aurea.name.NameGlob;
import io.aurea.schema.Polarity;
import java.util.Optional;

/**
 * The meaning of the series with these names.
 *
 * @param name of the series
 * @param source of the series; empty means any
 * @param polarity what is good for it
 * @param unit of its values, if the observations have none
 * @param role what it measures; empty if nothing that health or goals use
 */
public record MetricRule(
        NameGlob name, Optional<NameGlob> source, Polarity polarity, Optional<String> unit, Optional<MetricRole> role) {

    public MetricRule {
        if (polarity == Polarity.UNKNOWN) {
            throw new IllegalArgumentException(
                    "polarity is unknown; allowed: higher_is_better, lower_is_better, neutral");
        }
    }

    boolean matches(String ofSource, String ofName) {
        return name.matches(ofName) && (source.isEmpty() || source.get().matches(ofSource));
    }
}
