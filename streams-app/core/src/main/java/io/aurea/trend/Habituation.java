package io.aurea.trend;

import java.nio.ByteBuffer;

/**
 * The new part of a surprise: what exceeds the trace of earlier ones, which halves in a fixed number of windows.
 *
 * <p>Habituation as in R. F. Thompson, W. A. Spencer, Psychological Review 73 (1966): a response to a repeated stimulus
 * declines, recovers with time, and returns at once for a stronger stimulus. So an ongoing incident is reported once,
 * and another on top of it is reported again.
 */
final class Habituation {
    private final double fading;
    private double trace;

    /** @param halfLife windows in which the trace halves, (0, ..) */
    Habituation(double halfLife) {
        fading = StrictMath.pow(0.5, 1 / halfLife);
    }

    /** @param surprise [0, ..) */
    double fresh(double surprise) {
        double fresh = Math.max(0, surprise - trace);
        trace = Math.max(trace * fading, surprise);
        return fresh;
    }

    void save(ByteBuffer out) {
        out.putDouble(trace);
    }

    void restore(ByteBuffer in) {
        trace = in.getDouble();
    }

    int size() {
        return Double.BYTES;
    }
}
