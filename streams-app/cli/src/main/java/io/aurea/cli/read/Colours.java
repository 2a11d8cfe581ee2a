package io.aurea.cli.read;

import java.util.Map;
import java.util.Set;

/** Highlights in lists: what waits for a person, what went wrong, what went well. */
final class Colours {

    private static final String RED = "\033[31m";
    private static final String GREEN = "\033[32m";
    private static final String YELLOW = "\033[33m";
    private static final String CYAN = "\033[36m";

    private static final Set<String> COLUMNS = Set.of("state", "status", "impact");

    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("AWAITING_APPROVAL", YELLOW),
            Map.entry("DISPATCHED", CYAN),
            Map.entry("SUCCEEDED", CYAN),
            Map.entry("VERIFIED", GREEN),
            Map.entry("FAILED", RED),
            Map.entry("TIMED_OUT", RED),
            Map.entry("INEFFECTIVE", RED),
            Map.entry("RECOVERED_BEFORE", YELLOW),
            Map.entry("ESCALATED", RED),
            Map.entry("ONSET", YELLOW),
            Map.entry("ONGOING", YELLOW),
            Map.entry("active", CYAN),
            Map.entry("achieved", GREEN),
            Map.entry("failed", RED),
            Map.entry("high", RED));

    private Colours() {}

    /** The escape sequence before a cell; empty for most. */
    static String of(String column, String cell) {
        return COLUMNS.contains(column) ? of(cell) : "";
    }

    static String of(String word) {
        return WORDS.getOrDefault(word, "");
    }
}
