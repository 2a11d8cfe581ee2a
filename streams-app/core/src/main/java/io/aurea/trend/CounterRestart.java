package io.aurea.trend;

import java.nio.ByteBuffer;

/**
 * Recognises a series that only ever rises, so that a fall to less than half is the restart of a counter and not a
 * fall. A counter should be published as one, but that is not always up to the publisher.
 *
 * <p>What a restart lost is added to all later values, so that the series continues where it was; counts in the window
 * of the restart are lost too. The value of a window with values from before and after a restart is in between: the
 * next window may fall further, so a fall to more than half is taken for a restart unless the next window fails to
 * complete it. Then it was a fall, and the series is not a counter.
 */
final class CounterRestart {
    private static final int RISES = 20;
    private static final double SHARE = 0.5;

    private static final byte FELL = -1;
    private static final byte HALFWAY = RISES + 1;
    private static final byte RESTARTED = RISES + 2;

    private double last = Double.NaN;
    /** The value before a fall to more than half. */
    private double top;
    /**
     * Rises so far, at most {@value #RISES}; or FELL, which no counter does; or HALFWAY through a restart, or just
     * RESTARTED.
     */
    private byte state;

    private double lost;

    /** Adds the next value. */
    void add(double value) {
        double before = last;
        last = value;
        if (state == FELL || Double.isNaN(before)) {
            return;
        }
        if (state == HALFWAY) {
            boolean completes = value >= 0 && value <= SHARE * top;
            lost += completes ? before - value : before - top;
            state = completes ? RISES : FELL;
        } else if (state == RESTARTED && value >= 0) {
            lost += Math.max(0, before - value);
            state = RISES;
        } else if (value > before) {
            state = (byte) Math.min(RISES, state + 1);
        } else if (value < before) {
            fall(before, value);
        }
    }

    private void fall(double before, double value) {
        if (state < RISES || value < 0) {
            state = FELL;
            return;
        }
        lost += before - value;
        top = before;
        state = value > SHARE * before ? HALFWAY : RESTARTED;
    }

    /** The amount lost in restarts, [0, ..); add it to the values. */
    double lost() {
        return lost;
    }

    void save(ByteBuffer out) {
        out.putDouble(last).putDouble(top).putDouble(lost).put(state);
    }

    void restore(ByteBuffer in) {
        last = in.getDouble();
        top = in.getDouble();
        lost = in.getDouble();
        state = in.get();
    }

    static final int SIZE = 3 * Double.BYTES + 1;
}
