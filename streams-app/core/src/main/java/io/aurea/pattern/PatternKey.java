package io.aurea.pattern;

import io.aurea.schema.PatternType;
import io.aurea.window.Forgetting;
import java.util.Optional;

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

    /** The key with this id; empty for the id of something else. */
    public static Optional<PatternKey> find(String id) {
        try {
            return Optional.of(parse(id));
        } catch (IllegalArgumentException ofNoPattern) {
            return Optional.empty();
        }
    }

    /** Whether it concerns these series, and no other. */
    public boolean isOf(Forgetting what) {
        return !source.isEmpty() && what.covers(source, series);
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
