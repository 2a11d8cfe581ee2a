package io.aurea.metric;

import io.aurea.schema.Polarity;
import java.util.Optional;

/**
 * What a series is.
 *
 * @param polarity what is good for its level; never UNKNOWN
 * @param unit of its values, where the observations do not say
 */
public record MetricMeaning(Polarity polarity, Optional<String> unit, Optional<MetricRole> role) {}
