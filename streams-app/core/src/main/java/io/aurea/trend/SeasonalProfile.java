package io.aurea.trend;

import java.nio.ByteBuffer;

/**
 * The profile of a series over a season: one level per slot of the period, learned by exponential smoothing.
 *
 * <p>P. R. Winters, Forecasting sales by exponentially weighted moving averages, Management Science 6 (1960), the
 * seasonal part. If slots are long compared with what happens in them, levels are interpolated linearly between their
 * middles. A level is stored as the difference from the series' first value, in 24 bits, with the number of times it
 * was learned in the lower 8.
 */
final class SeasonalProfile {
    static final double SMOOTHING = 0.15;
    private static final int MOST_SEEN = 0xff;
    private static final int LEVEL_BITS = 0xffffff00;

    private final Season season;
    private final int[] slots;

    SeasonalProfile(Season season) {
        this.season = season;
        this.slots = new int[season.slots()];
    }

    /** Whether the slots for this time have been seen, so that there is a level. */
    boolean knows(long timeMs) {
        int slot = (int) place(timeMs);
        return seen(slot) > 0 && (!season.interpolated() || seen(next(slot)) > 0);
    }

    /** The level at this time; only if it {@link #knows} one. */
    double at(long timeMs) {
        double place = place(timeMs);
        int slot = (int) place;
        if (!season.interpolated()) {
            return level(slot);
        }
        double share = place - slot;
        return level(slot) * (1 - share) + level(next(slot)) * share;
    }

    /**
     * @param sinceLastMs milliseconds since the previous window: the windows of one visit to a slot count together
     * @param limit most that the value counts as away from the level of a slot that was seen before, [0, ..]
     */
    void learn(long timeMs, double value, long sinceLastMs, double limit) {
        double visit = Math.min(1, (double) sinceLastMs * slots.length / season.periodMs());
        double place = place(timeMs);
        int slot = (int) place;
        if (!season.interpolated()) {
            learn(slot, 1, visit, value, limit);
            return;
        }
        double share = place - slot;
        learn(slot, 1 - share, visit, value, limit);
        learn(next(slot), share, visit, value, limit);
    }

    private void learn(int slot, double share, double visit, double value, double limit) {
        int seen = seen(slot);
        if (seen == 0) {
            set(slot, value, 1);
            return;
        }
        double level = level(slot);
        double distance = Math.max(-limit, Math.min(limit, value - level));
        set(
                slot,
                level + share * Math.max(SMOOTHING * visit, 1.0 / (1 + seen)) * distance,
                Math.min(MOST_SEEN, seen + 1));
    }

    /** Moves every level. */
    void shift(double by) {
        for (int slot = 0; slot < slots.length; slot++) {
            if (seen(slot) > 0) {
                set(slot, level(slot) + by, seen(slot));
            }
        }
    }

    private void set(int slot, double level, int seen) {
        int bits = Float.floatToRawIntBits((float) level);
        // Rounds to nearest; a carry into the exponent gives the next larger number, as it should.
        slots[slot] = (bits + 0x80 & LEVEL_BITS) | seen;
    }

    private double level(int slot) {
        return Float.intBitsToFloat(slots[slot] & LEVEL_BITS);
    }

    private int seen(int slot) {
        return slots[slot] & MOST_SEEN;
    }

    /** Position of the time among the slots, or among their middles, [0, slots). */
    private double place(long timeMs) {
        double place = (double) Math.floorMod(timeMs, season.periodMs()) / season.periodMs() * slots.length;
        if (season.interpolated()) {
            place -= 0.5;
        }
        return place < 0 ? place + slots.length : place;
    }

    private int next(int slot) {
        return slot + 1 == slots.length ? 0 : slot + 1;
    }

    void save(ByteBuffer out) {
        for (int slot : slots) {
            out.putInt(slot);
        }
    }

    void restore(ByteBuffer in) {
        for (int i = 0; i < slots.length; i++) {
            slots[i] = in.getInt();
        }
    }

    int size() {
        return slots.length * Integer.BYTES;
    }
}
