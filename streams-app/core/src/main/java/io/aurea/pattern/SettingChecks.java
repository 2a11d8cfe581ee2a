package io.aurea.pattern;

/**
 * Checks settings. Apart from {@link PatternSettings}, whose defaults are made of its parts: a part that is loaded first
 * must not load the whole before its own defaults are there.
 */
final class SettingChecks {

    private SettingChecks() {}

    static void require(boolean holds, String name, Object value, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException(name + " is " + value + "; allowed: " + allowed);
        }
    }
}
