package io.aurea.trend;

/**
 * The seasons a series may have, in UTC. Telemetry follows people and schedules, so the periods are known in advance.
 */
public enum Season {
    NONE(0, 0, false),
    HOUR(3_600_000L, 30, true),
    /** Slots without interpolation: a nightly batch has edges. */
    DAY(86_400_000L, 96, false),
    WEEK(7 * 86_400_000L, 168, true);

    private final long periodMs;
    private final int slots;
    private final boolean interpolated;

    Season(long periodMs, int slots, boolean interpolated) {
        this.periodMs = periodMs;
        this.slots = slots;
        this.interpolated = interpolated;
    }

    /** Length in milliseconds; 0 for {@link #NONE}. */
    public long periodMs() {
        return periodMs;
    }

    /** Number of slots of a {@link SeasonalProfile} per period. */
    int slots() {
        return slots;
    }

    /** Whether a {@link SeasonalProfile} is interpolated between the middles of its slots. */
    boolean interpolated() {
        return interpolated;
    }
}
