package io.aurea.learning;

/**
 * What is believed of one action in one context: Beta(alpha, beta) over the chance that it helps.
 *
 * @param alpha prior and remembered successes, (0, ..)
 * @param beta prior and remembered failures, (0, ..)
 */
public record Posterior(double alpha, double beta) {
    public Posterior {
        if (!(alpha > 0 && beta > 0 && alpha < Double.POSITIVE_INFINITY && beta < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a Beta has two positive parameters, not " + alpha + " and " + beta);
        }
    }

    /** The confidence, (0, 1). */
    public double mean() {
        return alpha / (alpha + beta);
    }
}
