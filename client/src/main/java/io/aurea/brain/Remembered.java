package io.aurea.brain;

import java.time.Instant;
import java.util.List;

/**
 * An entry that a search has found.
 *
 * @param value JSON
 * @param tags words it can be found by
 * @param rank how well it matches the words, [0, 1); only comparable within one answer
 * @param expiresAt null: never
 */
public record Remembered(
        String tenant,
        String key,
        String value,
        String category,
        String priority,
        String source,
        Double importance,
        List<String> tags,
        double rank,
        Instant expiresAt,
        Instant lastUpdated) {}
