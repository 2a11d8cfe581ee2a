package io.aurea.cycle;

/** A series within its tenant, ordered by source and name: the order in which trends are published. */
record SeriesKey(String source, String name) implements Comparable<SeriesKey> {

    @Override
    public int compareTo(SeriesKey other) {
        int order = source.compareTo(other.source);
        return order != 0 ? order : name.compareTo(other.name);
    }
}
