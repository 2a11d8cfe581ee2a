package io.aurea.window;

/** The identity of a series. Ordered by tenant, source, name: the order of all output of the core. */
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
