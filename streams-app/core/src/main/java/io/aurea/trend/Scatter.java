package io.aurea.trend;

import java.nio.ByteBuffer;

/**
 * How much the share of failures of a series moves from window to window by itself, beyond chance with a constant
 * share: a mixture over a few concentrations c of the beta distribution that each window's share is drawn from,
 * weighted by how well each predicted earlier windows.
 */
final class Scatter {
    /** The first is a constant share. */
    private static final double[] CONCENTRATIONS = {Double.POSITIVE_INFINITY, 1000, 300, 100, 30, 10, 3};

    private static final double[] PRIOR = {0.994, 0.001, 0.001, 0.001, 0.001, 0.001, 0.001};

    /** Share of the weights that returns to the prior with each window: a memory of some 1,000 windows. */
    private static final double FORGOTTEN = 0.001;

    /** Limit on what one stretch out of order may teach, as the log of a ratio of weights. */
    private static final double MOST_OF_A_STRETCH = StrictMath.log(10);

    static final int SIZES = CONCENTRATIONS.length;

    /** Bytes of state. */
    static final int SIZE = SIZES * Double.BYTES;

    private final double[] weights = PRIOR.clone();

    /**
     * Log of the probability of the failures under each concentration, without the binomial coefficient.
     *
     * @param mean expected share, (0, 1)
     * @param known attempts behind the mean, (0, ..)
     * @param window attempts of a usual window, [1, ..)
     */
    static double[] logShapes(long failed, long of, double mean, double known, double window) {
        double[] logs = new double[SIZES];
        for (int i = 0; i < SIZES; i++) {
            double total = total(CONCENTRATIONS[i], known, window);
            logs[i] = BetaBinomial.logShape(failed, of, mean * total, (1 - mean) * total);
        }
        return logs;
    }

    /**
     * Combines the uncertainty of the mean with the share's own movement; the more the share moves, the less a window
     * of many attempts says about the mean.
     */
    private static double total(double concentration, double known, double window) {
        if (Double.isInfinite(concentration)) {
            return known;
        }
        double effective = known / (1 + (window - 1) / (concentration + 1));
        return 1 / (1 / effective + 1 / concentration);
    }

    /** Log of the probability under the mixture. */
    double mix(double[] logShapes) {
        double greatest = logShapes[0];
        for (double log : logShapes) {
            greatest = Math.max(greatest, log);
        }
        double sum = 0;
        for (int i = 0; i < SIZES; i++) {
            sum += weights[i] * StrictMath.exp(logShapes[i] - greatest);
        }
        return greatest + StrictMath.log(sum);
    }

    /** P(fewer failures) under the mixture's mean movement. */
    double below(long failed, long of, double mean, double known, double window) {
        double share = 0;
        for (int i = 0; i < SIZES; i++) {
            share += weights[i] / (total(CONCENTRATIONS[i], known, window) + 1);
        }
        double total = 1 / share - 1;
        return BetaBinomial.below(failed, of, mean * total, (1 - mean) * total);
    }

    /** Learns from windows in order, given the sums of their log probabilities. */
    void learn(double[] logShapes) {
        reweigh(logShapes, Double.POSITIVE_INFINITY);
    }

    /**
     * Learns from a finished stretch out of order as much as from one surprise: what recurs is how the series moves by
     * itself.
     */
    void learnFromStretch(double[] logShapes) {
        reweigh(logShapes, MOST_OF_A_STRETCH);
    }

    private void reweigh(double[] logs, double most) {
        double greatest = 0;
        for (double log : logs) {
            greatest = Math.max(greatest, Math.min(most, log - logs[0]));
        }
        double sum = 0;
        for (int i = 0; i < SIZES; i++) {
            double ratio = Math.max(-most, Math.min(most, logs[i] - logs[0]));
            weights[i] *= StrictMath.exp(ratio - greatest);
            sum += weights[i];
        }
        for (int i = 0; i < SIZES; i++) {
            weights[i] = (1 - FORGOTTEN) * weights[i] / sum + FORGOTTEN * PRIOR[i];
        }
    }

    void save(ByteBuffer out) {
        for (double weight : weights) {
            out.putDouble(weight);
        }
    }

    void restore(ByteBuffer in) {
        for (int i = 0; i < SIZES; i++) {
            weights[i] = in.getDouble();
        }
    }
}
