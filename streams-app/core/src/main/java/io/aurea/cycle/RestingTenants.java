package io.aurea.cycle;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Until when dormant tenants rest: the window in which time alone brings something about for them. Follows from the
 * other state, so it is not stored. Not thread-safe.
 */
final class RestingTenants {
    private final TreeMap<Long, TreeSet<String>> byStart = new TreeMap<>();
    private final Map<String, Long> starts = new HashMap<>();
    private boolean known;

    boolean isKnown() {
        return known;
    }

    /** What is here may be wrong. */
    void unknown() {
        known = false;
    }

    /** Starts over with nobody; from now on it is known. */
    void begin() {
        byStart.clear();
        starts.clear();
        known = true;
    }

    /** @param start of the window, epoch milliseconds */
    void until(String tenant, long start) {
        forget(tenant);
        starts.put(tenant, start);
        byStart.computeIfAbsent(start, s -> new TreeSet<>()).add(tenant);
    }

    void forget(String tenant) {
        Long start = starts.remove(tenant);
        if (start != null) {
            TreeSet<String> together = byStart.get(start);
            together.remove(tenant);
            if (together.isEmpty()) {
                byStart.remove(start);
            }
        }
    }

    /** Start of the first window that somebody rests until, epoch milliseconds. */
    OptionalLong firstStart() {
        return byStart.isEmpty() ? OptionalLong.empty() : OptionalLong.of(byStart.firstKey());
    }

    /** Those who rest until this window; they do so no longer. */
    TreeSet<String> take(long start) {
        TreeSet<String> due = byStart.remove(start);
        if (due == null) {
            return new TreeSet<>();
        }
        due.forEach(starts::remove);
        return due;
    }
}
