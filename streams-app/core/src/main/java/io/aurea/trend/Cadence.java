package io.aurea.trend;

import java.nio.ByteBuffer;

/**
 * The usual distance between the windows of a series: a running median of the steps, which moves up or down by a fixed
 * ratio (H. Robbins, S. Monro, A stochastic approximation method, 1951), so gaps do not disturb it.
 */
final class Cadence {
    private static final double UP = StrictMath.exp(0.05);

    private boolean started;
    private long lastMs;
    private double stepMs;

    void add(long timeMs) {
        double step = started ? (double) timeMs - lastMs : 0;
        if (step > 0) {
            stepMs = stepMs == 0 ? step : step > stepMs ? Math.min(step, stepMs * UP) : Math.max(step, stepMs / UP);
        }
        lastMs = timeMs;
        started = true;
    }

    /** Milliseconds between windows; 0 while unknown. */
    double stepMs() {
        return stepMs;
    }

    void save(ByteBuffer out) {
        out.put((byte) (started ? 1 : 0)).putLong(lastMs).putDouble(stepMs);
    }

    void restore(ByteBuffer in) {
        started = in.get() == 1;
        lastMs = in.getLong();
        stepMs = in.getDouble();
    }

    int size() {
        return 1 + Long.BYTES + Double.BYTES;
    }
}
