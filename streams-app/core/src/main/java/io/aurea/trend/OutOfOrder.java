package io.aurea.trend;

import java.nio.ByteBuffer;

/**
 * A stretch of windows that are out of order: since when, what was expected when it began, and the level that is held
 * instead, the candidate.
 *
 * <p>What was expected is frozen. Of a series that wanders (its level was followed, and no season says where it goes) the
 * reference moves by the same ratio as the candidate does: what moves both slowly, such as the time of day, is not
 * the trouble, and the step between them is. The stretch ends where windows are as expected again, where the step is
 * taken back, or where one candidate has been held for long enough. Kept as offsets from what is expected; a candidate that is left by
 * a jump begins anew.
 */
final class OutOfOrder {
    /** How a stretch goes on. */
    enum Course {
        GOES_ON,
        /** The series is where it was expected. */
        CAME_BACK,
        /** The step is taken back, though the series has wandered meanwhile. */
        STEPPED_BACK,
        /** The candidate has been held for long enough. */
        ACCEPTED
    }

    private static final long NONE = Long.MIN_VALUE;
    /** Usual standard deviations that a window may be off and be as expected. */
    private static final double NEAR = 5;
    /** Share of a step that may be left; the deviation is little known after a short history. */
    private static final double NEAR_SHARE = 0.05;

    /** Windows in a row that end a stretch, and that make a jump of the candidate. */
    private static final int IN_A_ROW = 3;
    /** A step of so many standard deviations is seen in one window; a smaller one only in sums. */
    private static final double LARGE_STEP = 8;

    /** A stretch is accepted on so many windows at least: time in which nobody heard the series was not held. */
    static final int FEWEST_HELD = 12;

    private static final double CANDIDATE_MEMORY = 0.05;
    private static final int FIRST_OF_CANDIDATE = 10;
    /** Share of the step, in logarithms, that a jump must take back, and that slow movement must. */
    private static final double TAKEN_BACK = 0.6;

    private static final double FADED = 0.9;

    private long sinceMs = NONE;
    private boolean upwards;
    private boolean wanders;
    /** What was expected when it began, and how far off windows were then in the mean. */
    private double frozen;

    private double error;
    /** The candidate as an offset from what is expected, and how many windows and since when it has been held. */
    private double candidate;

    private int held;
    private long heldSinceMs;
    /** Logarithm of the step from what was expected to the first of the candidate; 0 while unknown, or without signs. */
    private double step;
    /** By how much a series that wanders has moved its reference, as a ratio. */
    private double drift = 1;

    private byte jumped;
    private byte near;
    private float jumpSum;
    /** Sum of the offsets of the windows in a row that are back. */
    private float landed;

    private float peak;

    boolean on() {
        return sinceMs != NONE;
    }

    /** Start of its first window, epoch milliseconds. */
    long sinceMs() {
        return sinceMs;
    }

    boolean upwards() {
        return upwards;
    }

    /** Mean miss of what was expected when it began. */
    double error() {
        return error;
    }

    /** The greatest sum of evidence. */
    double peak() {
        return peak;
    }

    /**
     * How much of the evidence is left, [0, 1]: after a step that shows in one window, each window in a row that is as
     * expected takes its part away.
     */
    double away() {
        return 1 - (double) near / IN_A_ROW;
    }

    /** The candidate's offset from what is expected. */
    double candidate() {
        return candidate;
    }

    /**
     * What is expected, as far as no season says so.
     *
     * @param first what the values here are differences from
     */
    double reference(double first) {
        return wanders ? (frozen + first) * drift - first : frozen;
    }

    /**
     * @param meanMiss of what is expected
     * @param wandering whether the series wanders, as far as is known
     * @param offset of the window from what is expected
     */
    void begin(long timeMs, boolean up, double expected, double meanMiss, boolean wandering, double offset) {
        sinceMs = timeMs;
        upwards = up;
        frozen = expected;
        error = meanMiss;
        wanders = wandering;
        step = 0;
        drift = 1;
        peak = 0;
        near = 0;
        landed = 0;
        hold(timeMs, offset);
    }

    private void hold(long timeMs, double offset) {
        candidate = offset;
        held = 1;
        heldSinceMs = timeMs;
        jumped = 0;
        jumpSum = 0;
    }

    /**
     * Takes a window of the stretch.
     *
     * @param sinceLastMs milliseconds since the window before
     * @param reference what was expected of it
     * @param offset of the window from that
     * @param sigma usual standard deviation of offsets
     * @param sum evidence of the stretch's side that is left
     * @param first what the values here are differences from
     */
    Course follow(
            long timeMs,
            long sinceLastMs,
            double reference,
            double offset,
            double sigma,
            double sum,
            double first,
            long acceptAfterMs) {
        heldSinceMs += Math.max(0, sinceLastMs - acceptAfterMs / FEWEST_HELD);
        peak = Math.max(peak, (float) sum);
        boolean large = Math.abs(candidate) > LARGE_STEP * sigma;
        boolean expected = large && Math.abs(offset) <= Math.max(NEAR * sigma, NEAR_SHARE * Math.abs(candidate));
        boolean back = expected || wanders && large && takesBack(reference, offset, first);
        near = (byte) (back ? near + 1 : 0);
        landed = back ? landed + (float) offset : 0;
        if (near >= IN_A_ROW && !expected) {
            candidate = landed / near;
            return Course.STEPPED_BACK;
        }
        if (near >= IN_A_ROW || sum == 0) {
            return Course.CAME_BACK;
        }
        if (near > 0) {
            return Course.GOES_ON;
        }
        double away = offset - candidate;
        boolean jumps = Math.abs(away) > LARGE_STEP * sigma && jumps(reference, offset, first);
        jumped = (byte) (jumps ? jumped + 1 : 0);
        jumpSum = jumps ? jumpSum + (float) offset : 0;
        if (jumped >= IN_A_ROW) {
            hold(timeMs, jumpSum / jumped);
            step = 0;
        } else if (jumped == 0) {
            double limit = NEAR * sigma;
            held++;
            candidate +=
                    Math.max(CANDIDATE_MEMORY, 1.0 / held) * (large ? away : Math.max(-limit, Math.min(limit, away)));
        }
        wander(reference, first);
        if (StrictMath.log(drift) * Math.signum(step) < -FADED * Math.abs(step)) {
            return Course.STEPPED_BACK;
        }
        return timeMs - heldSinceMs >= acceptAfterMs ? Course.ACCEPTED : Course.GOES_ON;
    }

    /** Whether the window leaves the candidate by a ratio that is no slow movement; true where ratios say nothing. */
    private boolean jumps(double reference, double offset, double first) {
        double now = reference + offset + first;
        double was = reference + candidate + first;
        return !(now > 0 && was > 0) || Math.abs(StrictMath.log(now / was)) > LEAST_JUMP;
    }

    private static final double LEAST_JUMP = StrictMath.log(1.3);

    /** Whether the window takes back most of the step between what was expected and the first of the candidate. */
    private boolean takesBack(double reference, double offset, double first) {
        double now = reference + offset + first;
        double was = reference + candidate + first;
        return step != 0
                && now > 0
                && was > 0
                && StrictMath.log(was / now) * Math.signum(step) >= TAKEN_BACK * Math.abs(step);
    }

    /** The step is measured when the candidate is well known; from then on the reference follows it. */
    private void wander(double reference, double first) {
        double level = reference + candidate + first;
        if (!wanders || !(level > 0 && frozen + first > 0)) {
            return;
        }
        if (step == 0 && held == FIRST_OF_CANDIDATE) {
            step = StrictMath.log(level / (reference + first));
        } else if (step != 0) {
            double moved = level / StrictMath.exp(step) / (frozen + first);
            double next = reference(first);
            drift = moved;
            candidate += next - reference(first);
        }
    }

    /** Nothing is out of order any more. */
    void end() {
        sinceMs = NONE;
    }

    void save(ByteBuffer out) {
        out.putLong(sinceMs).put((byte) ((upwards ? 1 : 0) | (wanders ? 2 : 0)));
        out.putDouble(frozen).putDouble(error).putDouble(candidate).putInt(held).putLong(heldSinceMs);
        out.putDouble(step)
                .putDouble(drift)
                .put(jumped)
                .put(near)
                .putFloat(jumpSum)
                .putFloat(landed)
                .putFloat(peak);
    }

    void restore(ByteBuffer in) {
        sinceMs = in.getLong();
        byte flags = in.get();
        upwards = (flags & 1) != 0;
        wanders = (flags & 2) != 0;
        frozen = in.getDouble();
        error = in.getDouble();
        candidate = in.getDouble();
        held = in.getInt();
        heldSinceMs = in.getLong();
        step = in.getDouble();
        drift = in.getDouble();
        jumped = in.get();
        near = in.get();
        jumpSum = in.getFloat();
        landed = in.getFloat();
        peak = in.getFloat();
    }

    static final int SIZE = 2 * Long.BYTES + 3 + Integer.BYTES + 5 * Double.BYTES + 3 * Float.BYTES;
}
