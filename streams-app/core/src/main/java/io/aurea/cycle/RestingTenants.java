package io.aurea.cycle;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Until when dormant tenants rest: the next window in which time alone changes something for them. Derived from other
 * state, so not stored. Not thread-safe.
 */
final class RestingTenants {
    private final TreeMap<Long, TreeSet<String>> byStart = new TreeMap<>();
    private final Map<String, Long> starts = new HashMap<>();
    private boolean known;

    boolean isKnown() {
        return known;
    }

    /** Marks the content as outdated. */
    void unknown() {
        known = false;
    }

    /** Clears the content, which is valid from now on. */
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

    /** Start of the first window that a tenant rests until, epoch milliseconds. */
    OptionalLong firstStart() {
        return byStart.isEmpty() ? OptionalLong.empty() : OptionalLong.of(byStart.firstKey());
    }

    /** Removes and returns the tenants that rest until this window. */
    TreeSet<String> take(long start) {
        TreeSet<String> due = byStart.remove(start);
        if (due == null) {
            return new TreeSet<>();
        }
        due.forEach(starts::remove);
        return due;
    }
}
