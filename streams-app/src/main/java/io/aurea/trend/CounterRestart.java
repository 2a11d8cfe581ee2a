package io.aurea.trend;

import java.nio.ByteBuffer;

/**
 * Knows a series that only ever rises, so that its fall to less than half is the restart of a counter and not a fall. A
 * counter should be published as one; that is not always in the publisher's hands.
 */
final class CounterRestart {
    private static final int RISES = 20;
    private static final double SHARE = 0.5;

    private double last = Double.NaN;
    private int rises;
    private boolean fell;

    /**
     * Takes the next value.
     *
     * @return what was lost in a restart before this value, to be added to what comes; 0 without one
     */
    double lostBefore(double value) {
        double before = last;
        last = value;
        if (Double.isNaN(before) || value == before) {
            return 0;
        }
        if (value > before) {
            rises = Math.min(RISES, rises + 1);
            return 0;
        }
        if (fell || rises < RISES || value < 0 || value > SHARE * before) {
            fell = true;
            return 0;
        }
        return before;
    }

    void save(ByteBuffer out) {
        out.putDouble(last).put((byte) (fell ? -1 : rises));
    }

    void restore(ByteBuffer in) {
        last = in.getDouble();
        byte state = in.get();
        fell = state < 0;
        rises = Math.max(0, state);
    }

    static final int SIZE = Double.BYTES + 1;
}
