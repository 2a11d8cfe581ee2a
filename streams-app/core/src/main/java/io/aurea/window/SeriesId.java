package io.aurea.window;

/** What a series is named by. Ordered by tenant, source, name: the order in which everything leaves the core. */
public record SeriesId(String tenant, String source, String name) implements Comparable<SeriesId> {

    @Override
    public int compareTo(SeriesId other) {
        int order = tenant.compareTo(other.tenant);
        if (order == 0) {
            order = source.compareTo(other.source);
        }
        return order != 0 ? order : name.compareTo(other.name);
    }
}
