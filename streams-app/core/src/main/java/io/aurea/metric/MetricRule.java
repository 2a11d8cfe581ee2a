package io.aurea.metric;

import io.aurea.name.NameGlob;
import io.aurea.schema.Polarity;
import java.util.Optional;

/**
 * What series of these names are.
 *
 * @param name of the series
 * @param source that it is of; empty means any
 * @param polarity what is good for it
 * @param unit of its values, where the observations do not say
 * @param role what it stands for; empty means nothing that health or goals ask for
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
