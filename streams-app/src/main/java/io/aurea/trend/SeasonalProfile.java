package io.aurea.trend;

import java.nio.ByteBuffer;

/**
 * What a series is like at each time of its season: a level a slot of the period, learned by exponential smoothing and read
 * by linear interpolation between the middles of slots.
 *
 * <p>P. R. Winters, Forecasting sales by exponentially weighted moving averages, Management Science 6 (1960), the seasonal
 * part; steps are limited (P. J. Huber, 1964), so that one outlier does not stay in the profile for the next season.
 * Levels are kept in single precision as differences from the series' first value.
 */
final class SeasonalProfile {
    private static final double SMOOTHING = 0.15;
    private static final int MOST_SEEN = Byte.MAX_VALUE;

    private final Season season;
    private final float[] levels;
    private final byte[] seen;

    SeasonalProfile(Season season) {
        this.season = season;
        this.levels = new float[season.slots()];
        this.seen = new byte[season.slots()];
    }

    /** Whether the slots around this time have been seen, so that there is a level to read. */
    boolean knows(long timeMs) {
        double place = place(timeMs);
        int slot = (int) place;
        return seen[slot] > 0 && seen[next(slot)] > 0;
    }

    /** The level at this time; only where it {@link #knows} one. */
    double at(long timeMs) {
        double place = place(timeMs);
        int slot = (int) place;
        double share = place - slot;
        return levels[slot] * (1 - share) + levels[next(slot)] * share;
    }

    /** @param limit most that the value counts as away from the level of a slot that was seen before, [0, ..] */
    void learn(long timeMs, double value, double limit) {
        double place = place(timeMs);
        int slot = (int) place;
        double share = place - slot;
        learn(slot, 1 - share, value, limit);
        learn(next(slot), share, value, limit);
    }

    private void learn(int slot, double share, double value, double limit) {
        if (seen[slot] == 0) {
            levels[slot] = (float) value;
            seen[slot] = 1;
            return;
        }
        double distance = Math.max(-limit, Math.min(limit, value - levels[slot]));
        levels[slot] += (float) (share * Math.max(SMOOTHING, 1.0 / (1 + seen[slot])) * distance);
        if (seen[slot] < MOST_SEEN) {
            seen[slot]++;
        }
    }

    /** Where the time lies among the middles of slots, [0, slots). */
    private double place(long timeMs) {
        int slots = levels.length;
        double place = (double) Math.floorMod(timeMs, season.periodMs()) / season.periodMs() * slots - 0.5;
        return place < 0 ? place + slots : place;
    }

    private int next(int slot) {
        return slot + 1 == levels.length ? 0 : slot + 1;
    }

    void save(ByteBuffer out) {
        for (float level : levels) {
            out.putFloat(level);
        }
        out.put(seen);
    }

    void restore(ByteBuffer in) {
        for (int i = 0; i < levels.length; i++) {
            levels[i] = in.getFloat();
        }
        in.get(seen);
    }

    int size() {
        return levels.length * (Float.BYTES + 1);
    }
}
