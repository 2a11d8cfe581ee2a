package io.aurea.trend;

import java.nio.ByteBuffer;

/**
 * Whether the level has moved: two one-sided cumulative sums of deviations from the baseline.
 *
 * <p>E. S. Page, Continuous inspection schemes, Biometrika 41 (1954). With a slack of half a spread and a decision interval
 * of 8 spreads a shift by one spread is decided after about 17 windows, and one that isn't there once in about 9,000. A deviation counts for at most {@value #MOST} spreads, so that one outlier alone decides nothing.
 */
final class LevelShift {
    private static final double SLACK = 0.5;
    private static final double INTERVAL = 8;
    private static final double MOST = 2.5;

    private double up;
    private double down;

    /** @param deviation from the baseline, in spreads */
    void add(double deviation) {
        double step = Math.max(-MOST, Math.min(MOST, deviation));
        up = Math.max(0, Math.min(INTERVAL, up + step - SLACK));
        down = Math.max(0, Math.min(INTERVAL, down - step - SLACK));
    }

    /** Signed evidence, [-1, 1]; +-1 means decided. */
    double evidence() {
        return (up >= down ? up : -down) / INTERVAL;
    }

    void save(ByteBuffer out) {
        out.putDouble(up).putDouble(down);
    }

    void restore(ByteBuffer in) {
        up = in.getDouble();
        down = in.getDouble();
    }

    int size() {
        return 2 * Double.BYTES;
    }
}
