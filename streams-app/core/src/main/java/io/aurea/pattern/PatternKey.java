package io.aurea.pattern;

import io.aurea.schema.PatternType;

/**
 * The identity of a pattern. Ordered by type, source, series: the order in which patterns are published.
 *
 * @param source the source concerned; empty when it is the tenant
 * @param series the series concerned; empty when it is the source or the tenant
 */
public record PatternKey(PatternType type, String source, String series) implements Comparable<PatternKey> {

    public static PatternKey ofTenant(PatternType type) {
        return new PatternKey(type, "", "");
    }

    public static PatternKey of(PatternType type, String source) {
        return new PatternKey(type, source, "");
    }

    /** {@code TYPE}, {@code TYPE/source} or {@code TYPE/source/series}; names have no slashes. */
    public String id() {
        if (source.isEmpty()) {
            return type.name();
        }
        return series.isEmpty() ? type.name() + '/' + source : type.name() + '/' + source + '/' + series;
    }

    public static PatternKey parse(String id) {
        String[] parts = id.split("/", 3);
        return new PatternKey(
                PatternType.valueOf(parts[0]), parts.length > 1 ? parts[1] : "", parts.length > 2 ? parts[2] : "");
    }

    @Override
    public int compareTo(PatternKey other) {
        int order = type.compareTo(other.type);
        if (order == 0) {
            order = source.compareTo(other.source);
        }
        return order != 0 ? order : series.compareTo(other.series);
    }
}
