package io.aurea.learning;

import io.aurea.chance.Beta;

/**
 * The belief about one action in one context: Beta(alpha, beta) over the probability that it helps.
 *
 * @param alpha prior and remembered successes, (0, ..)
 * @param beta prior and remembered failures, (0, ..)
 */
public record Posterior(double alpha, double beta) {
    /** Probability that it helps less often than its confidence. */
    public static final double DOUBT = 0.05;

    public Posterior {
        new Beta(alpha, beta);
    }

    /** (0, 1). */
    public double mean() {
        return new Beta(alpha, beta).mean();
    }

    /** The probability of helping is above this with 95 %, [0, 1]. */
    public double confidence() {
        return new Beta(alpha, beta).quantile(DOUBT);
    }

    public Posterior after(boolean success) {
        return success ? new Posterior(alpha + 1, beta) : new Posterior(alpha, beta + 1);
    }
}
