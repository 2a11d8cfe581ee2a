package io.aurea.trend;

import java.nio.ByteBuffer;
import java.util.function.DoubleUnaryOperator;

/**
 * Evidence over windows that more attempts fail than usual: cumulative sums of log likelihood ratios against a few
 * alternatives. The odds of failure grew by {@value #SMALL} or {@value #LARGE}, or are as estimated from the
 * suspicion's windows.
 *
 * <p>If the usual share were known, each sum's exponential would be an e-detector, and so would their mean, which
 * exceeds a budget of windows by chance at most once in as many windows (J. Shin, A. Ramdas, A. Rinaldo, E-detectors: a
 * nonparametric framework for sequential change detection, NEJSDS 2, 2024). The share is only estimated; a test
 * measures how often the budget is then exceeded.
 */
final class Suspicion {
    private static final double SMALL = 2;
    private static final double LARGE = 5;
    private static final int ALTERNATIVES = 3;

    /** Bytes of state. */
    static final int SIZE = ALTERNATIVES * (Double.BYTES + FailurePool.SIZE + Long.BYTES);

    private final double[] sums = new double[ALTERNATIVES];

    /** Windows since the sum of each alternative has been above 0, and the start of the first of them. */
    private final FailurePool[] windows = {new FailurePool(), new FailurePool(), new FailurePool()};

    private final long[] sinceMs = new long[ALTERNATIVES];

    /**
     * Weighs a window.
     *
     * @param expected log of the probability of its failures under the usual share
     * @param more whether they are more than usual; only then can they raise the suspicion
     * @param timesOdds log of their probability with this multiple of the usual odds of failure
     */
    void raise(long startMs, long failed, long of, double expected, boolean more, DoubleUnaryOperator timesOdds) {
        add(0, timesOdds.applyAsDouble(SMALL) - expected, more);
        add(1, timesOdds.applyAsDouble(LARGE) - expected, more);
        add(2, windows[2].logOfAny(failed, of) - expected, more);
        for (int i = 0; i < ALTERNATIVES; i++) {
            if (sums[i] == 0) {
                windows[i].clear();
            } else {
                sinceMs[i] = windows[i].count() == 0 ? startMs : sinceMs[i];
                windows[i].add(failed, of);
            }
        }
    }

    private void add(int alternative, double logRatio, boolean more) {
        sums[alternative] = Math.max(0, sums[alternative] + (more ? logRatio : Math.min(0, logRatio)));
    }

    boolean any() {
        return sums[likeliest()] > 0;
    }

    /** Log of the mean over the alternatives, [0, ..). */
    double logEvidence() {
        double greatest = sums[likeliest()];
        double mean = 0;
        for (double sum : sums) {
            mean += StrictMath.exp(sum - greatest) / ALTERNATIVES;
        }
        return Math.max(0, greatest + StrictMath.log(mean));
    }

    /** The windows since the likeliest alternative has been suspected. */
    FailurePool windows() {
        return windows[likeliest()];
    }

    /** Start of the first of them, epoch milliseconds. */
    long sinceMs() {
        return sinceMs[likeliest()];
    }

    private int likeliest() {
        int likeliest = 0;
        for (int i = 1; i < ALTERNATIVES; i++) {
            likeliest = sums[i] > sums[likeliest] ? i : likeliest;
        }
        return likeliest;
    }

    void clear() {
        for (int i = 0; i < ALTERNATIVES; i++) {
            sums[i] = 0;
            windows[i].clear();
        }
    }

    void save(ByteBuffer out) {
        for (int i = 0; i < ALTERNATIVES; i++) {
            out.putDouble(sums[i]).putLong(sinceMs[i]);
            windows[i].save(out);
        }
    }

    void restore(ByteBuffer in) {
        for (int i = 0; i < ALTERNATIVES; i++) {
            sums[i] = in.getDouble();
            sinceMs[i] = in.getLong();
            windows[i].restore(in);
        }
    }
}
