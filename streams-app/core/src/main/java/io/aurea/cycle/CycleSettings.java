package io.aurea.cycle;

import io.aurea.trend.ModelSettings;
import io.aurea.window.WindowSettings;

/**
 * How cycles are made of windows.
 *
 * @param window how time is cut; the same as observe's
 * @param dormantAfter idle cycles in a row after which a tenant rests, [1, ..)
 * @param maxTenants how many tenants one partition has, [1, ..); the trends of one more are dead-lettered
 * @param wallClock whether event time is the time of day; without it a cycle has no duration
 * @param model how series are judged, by observe and by the loop alike
 */
public record CycleSettings(
        WindowSettings window, int dormantAfter, int maxTenants, boolean wallClock, ModelSettings model) {
    public CycleSettings {
        if (dormantAfter < 1) {
            throw new IllegalArgumentException("a tenant rests after at least 1 idle cycle, not " + dormantAfter);
        }
        if (maxTenants < 1) {
            throw new IllegalArgumentException("a partition has room for at least 1 tenant, not " + maxTenants);
        }
    }

    /** Series are judged by {@link ModelSettings#DEFAULT}. */
    public CycleSettings(WindowSettings window, int dormantAfter, int maxTenants, boolean wallClock) {
        this(window, dormantAfter, maxTenants, wallClock, ModelSettings.DEFAULT);
    }
}
