package io.aurea.learning;

import io.aurea.chance.Beta;

/**
 * What is believed of one action in one context: Beta(alpha, beta) over the chance that it helps.
 *
 * @param alpha prior and remembered successes, (0, ..)
 * @param beta prior and remembered failures, (0, ..)
 */
public record Posterior(double alpha, double beta) {
    /** Chance that it helps even less often than its confidence says. */
    public static final double DOUBT = 0.05;

    public Posterior {
        new Beta(alpha, beta);
    }

    /** (0, 1). */
    public double mean() {
        return new Beta(alpha, beta).mean();
    }

    /** What the chance of helping is above with 95 %: the lower end of what is known, [0, 1]. */
    public double confidence() {
        return new Beta(alpha, beta).quantile(DOUBT);
    }

    /** The same after one more judged outcome. */
    public Posterior after(boolean success) {
        return success ? new Posterior(alpha + 1, beta) : new Posterior(alpha, beta + 1);
    }
}
