package io.aurea.sink;

import java.util.List;
import java.util.Map;

/**
 * Where the records of one topic go.
 *
 * @param alias the table's name in the configuration
 * @param topic the topic it is fed from
 * @param name the table, optionally with its schema
 * @param key columns of the unique key that rows are upserted by
 * @param rename column by field, for fields whose column has another name
 * @param deleteKey columns that the parts of a tombstone's record key name, in order; empty: tombstones delete nothing
 * @param retentionMs how long rows stay; -1 for ever
 */
record TableConfig(
        String alias,
        String topic,
        String name,
        List<String> key,
        Map<String, String> rename,
        List<String> deleteKey,
        long retentionMs) {

    static final long FOR_EVER = -1;

    TableConfig {
        key = List.copyOf(key);
        rename = Map.copyOf(rename);
        deleteKey = List.copyOf(deleteKey);
    }

    /** Whether rows go when they are old. */
    boolean isRetained() {
        return retentionMs != FOR_EVER;
    }

    String columnOf(String field) {
        return rename.getOrDefault(field, field);
    }
}
