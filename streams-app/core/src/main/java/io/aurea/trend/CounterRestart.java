package io.aurea.trend;

import java.nio.ByteBuffer;

/**
 * Knows a series that only ever rises, so that its fall to less than half is the restart of a counter and not a fall. A
 * counter should be published as one; that is not always in the publisher's hands.
 *
 * <p>What a restart lost is added to all that comes, so that the series goes on where it was; what was counted in the window
 * of the restart is lost too. A window that holds values from before and from after a restart lies between them: the window
 * after it may fall further, and a fall to more than half is taken for a restart until the next window does not complete it.
 * Then it was a fall, and the series is no counter.
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
    /** Rises so far, at most {@value #RISES}; or FELL, which no counter does; or HALFWAY through a restart, or RESTARTED just now. */
    private byte state;

    private double lost;

    /** Takes the next value. */
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

    /** What was lost in restarts, [0, ..); to be added to the values. */
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
