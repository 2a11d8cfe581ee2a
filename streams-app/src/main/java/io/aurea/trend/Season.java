package io.aurea.trend;

/** The seasons a series may show, by UTC. Telemetry follows people and schedules, so the periods are known beforehand. */
public enum Season {
    NONE(0, 0),
    HOUR(3_600_000L, 60),
    DAY(86_400_000L, 48),
    WEEK(7 * 86_400_000L, 168);

    private final long periodMs;
    private final int slots;

    Season(long periodMs, int slots) {
        this.periodMs = periodMs;
        this.slots = slots;
    }

    /** Length in milliseconds; 0 for {@link #NONE}. */
    public long periodMs() {
        return periodMs;
    }

    /** Into how many parts a {@link SeasonalProfile} cuts the period. */
    int slots() {
        return slots;
    }
}
