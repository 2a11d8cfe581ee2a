package io.aurea.cycle;

import io.aurea.trend.ModelSettings;
import io.aurea.window.WindowSettings;

/**
 * Settings of cycles.
 *
 * @param window same as observe's
 * @param dormantAfter consecutive idle cycles after which a tenant is dormant, [1, ..)
 * @param maxTenants most tenants of one partition, [1, ..); one more takes the place of the one without data longest, if that
 *     has been so for a day, or else its trends are dead-lettered
 * @param wallClock whether event time is the time of day; without it a cycle has no duration
 * @param partitionWaitMs longest that time waits for an observation partition that stands still while others go on, by append
 *     times, milliseconds, [1, ..)
 * @param idleEndMs a dormant tenant without data for so long ends, by event time, milliseconds, [1, ..)
 * @param model how series are judged, by both observe and the loop
 */
public record CycleSettings(
        WindowSettings window,
        int dormantAfter,
        int maxTenants,
        boolean wallClock,
        long partitionWaitMs,
        long idleEndMs,
        ModelSettings model) {
    /** How long a tenant may be without data, milliseconds: thirty days. */
    public static final long IDLE_END_MS = 2_592_000_000L;

    private static final long PARTITION_WAIT_MS = 600_000;

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
        this(window, dormantAfter, maxTenants, wallClock, PARTITION_WAIT_MS, IDLE_END_MS, ModelSettings.DEFAULT);
    }

    /** Waits ten minutes for a partition. */
    public CycleSettings(
            WindowSettings window, int dormantAfter, int maxTenants, boolean wallClock, ModelSettings model) {
        this(window, dormantAfter, maxTenants, wallClock, PARTITION_WAIT_MS, IDLE_END_MS, model);
    }
}
