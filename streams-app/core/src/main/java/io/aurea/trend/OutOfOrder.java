package io.aurea.trend;

import java.nio.ByteBuffer;

/**
 * A stretch of windows out of order: its start, the expectation at that time, and the level held instead, the
 * candidate.
 *
 * <p>The expectation is frozen. If the series wanders (its level was followed, and no season predicts it), the
 * reference moves by the same ratio as the candidate: what moves both slowly, such as the time of day, is not the
 * trouble; the step between them is. The stretch ends when windows are as expected again, when the step is taken back,
 * or when one candidate has been held for long enough. Stored as offsets from the expectation; a jump away from the
 * candidate starts a new one.
 */
final class OutOfOrder {
    enum Course {
        GOES_ON,
        /** The series is as expected again. */
        CAME_BACK,
        /** The step is taken back, although the series has wandered meanwhile. */
        STEPPED_BACK,
        /** The candidate has been held for long enough. */
        ACCEPTED
    }

    private static final long NONE = Long.MIN_VALUE;
    /** Distance, in usual standard deviations, that still counts as expected. */
    private static final double NEAR = 5;
    /** Share of a step that may remain; after a short history the deviation is poorly known. */
    private static final double NEAR_SHARE = 0.05;

    /** Consecutive windows that end a stretch, or that make a jump of the candidate. */
    private static final int IN_A_ROW = 3;
    /** A step of this many standard deviations shows in one window; a smaller one only in sums. */
    private static final double LARGE_STEP = 8;

    /** Minimum number of windows to accept a candidate: a level was not held while nobody heard the series. */
    static final int FEWEST_HELD = 12;

    private static final double CANDIDATE_MEMORY = 0.05;
    private static final int FIRST_OF_CANDIDATE = 10;
    /** Share of the step, in logarithms, that a jump must take back, and that slow movement must. */
    private static final double TAKEN_BACK = 0.6;

    private static final double FADED = 0.9;

    private long sinceMs = NONE;
    private boolean upwards;
    private boolean wanders;
    /** The expectation when it began, and the mean miss at that time. */
    private double frozen;

    private double error;
    /** The candidate as an offset from the expectation, and how many windows and since when it has been held. */
    private double candidate;

    private int held;
    private long heldSinceMs;
    /** Logarithm of the step from the expectation to the first candidate; 0 while unknown or not both positive. */
    private double step;
    /** Ratio by which a wandering series has moved its reference. */
    private double drift = 1;

    private byte jumped;
    private byte near;
    private float jumpSum;
    /** Sum of the offsets of consecutive windows that are back. */
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

    /** Mean miss of the expectation when it began. */
    double error() {
        return error;
    }

    /** The peak sum of evidence. */
    double peak() {
        return peak;
    }

    /**
     * Share of the evidence that is left, [0, 1]: after a step that shows in one window, each consecutive window as
     * expected takes its part away.
     */
    double away() {
        return 1 - (double) near / IN_A_ROW;
    }

    /** The candidate's offset from the expectation. */
    double candidate() {
        return candidate;
    }

    /**
     * The expectation without a season.
     *
     * @param first the value that all others here are differences from
     */
    double reference(double first) {
        return wanders ? (frozen + first) * drift - first : frozen;
    }

    /**
     * @param meanMiss of the expectation
     * @param wandering whether the series wanders, as far as is known
     * @param offset of the window from the expectation
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
     * Adds a window of the stretch.
     *
     * @param sinceLastMs milliseconds since the previous window
     * @param reference its expected value
     * @param offset of the window from that
     * @param sigma usual standard deviation of offsets
     * @param sum remaining evidence of the stretch's side
     * @param first the value that all others here are differences from
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

    /**
     * Whether the window leaves the candidate by a ratio too large for slow movement; true where ratios mean nothing.
     */
    private boolean jumps(double reference, double offset, double first) {
        double now = reference + offset + first;
        double was = reference + candidate + first;
        return !(now > 0 && was > 0) || Math.abs(StrictMath.log(now / was)) > LEAST_JUMP;
    }

    private static final double LEAST_JUMP = StrictMath.log(1.3);

    /** Whether the window takes back most of the step from the expectation to the first candidate. */
    private boolean takesBack(double reference, double offset, double first) {
        double now = reference + offset + first;
        double was = reference + candidate + first;
        return step != 0
                && now > 0
                && was > 0
                && StrictMath.log(was / now) * Math.signum(step) >= TAKEN_BACK * Math.abs(step);
    }

    /** Measures the step once the candidate is well known; from then on the reference follows it. */
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
