package io.aurea.metric;

import io.aurea.schema.Polarity;
import java.util.Optional;

/**
 * The meaning of a series.
 *
 * @param polarity what is good for its level; never UNKNOWN
 * @param unit of its values, if the observations have none
 */
public record MetricMeaning(Polarity polarity, Optional<String> unit, Optional<MetricRole> role) {}
