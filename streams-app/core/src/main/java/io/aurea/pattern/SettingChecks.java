package io.aurea.pattern;

/**
 * Checks settings. Separate from {@link PatternSettings}, whose defaults consist of its parts: if a part is loaded
 * first, it must not load the whole before its own defaults exist.
 */
final class SettingChecks {

    private SettingChecks() {}

    static void require(boolean holds, String name, Object value, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException(name + " is " + value + "; allowed: " + allowed);
        }
    }
}
