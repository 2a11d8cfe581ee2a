package io.aurea.trend;

/**
 * The beta-binomial distribution: failures among attempts whose probability of failure is drawn anew in each window
 * from Beta(alpha, beta). (J. G. Skellam, A probability distribution derived from the binomial distribution by
 * regarding the probability of success as variable between the sets of trials, JRSS B 10, 1948.)
 */
final class BetaBinomial {
    /** Beyond this many attempts the normal approximation is used. */
    private static final long EXACT_ATTEMPTS = 2_000;

    /** Up to this many factors are multiplied; beyond that, Stirling's series is used. */
    private static final long FEW = 16;

    private static final double LEAST_STIRLING = 10;

    private BetaBinomial() {}

    /** log P(X = k) without the binomial coefficient, which depends only on k and n. */
    static double logShape(long k, long n, double alpha, double beta) {
        return logRising(alpha, k) + logRising(beta, n - k) - logRising(alpha + beta, n);
    }

    /** log of x (x + 1) ... (x + n - 1). */
    private static double logRising(double x, long n) {
        if (n <= FEW) {
            double product = 1;
            for (long i = 0; i < n; i++) {
                product *= x + i;
            }
            return StrictMath.log(product);
        }
        return logGamma(x + n) - logGamma(x);
    }

    /** Stirling's series (Abramowitz and Stegun, 6.1.41) without log(2 pi) / 2; within 1e-11. */
    private static double logGamma(double x) {
        double y = x;
        double product = 1;
        while (y < LEAST_STIRLING) {
            product *= y++;
        }
        double inverse = 1 / y;
        double square = inverse * inverse;
        return (y - 0.5) * StrictMath.log(y)
                - y
                + inverse * (1.0 / 12 - square * (1.0 / 360 - square / 1260))
                - (product == 1 ? 0 : StrictMath.log(product));
    }

    /** P(X &lt; k). */
    static double below(long k, long n, double alpha, double beta) {
        if (k == 0) {
            return 0;
        }
        return n <= EXACT_ATTEMPTS ? exactlyBelow(k, n, alpha, beta) : normallyBelow(k, n, alpha, beta);
    }

    private static double exactlyBelow(long k, long n, double alpha, double beta) {
        double term = logShape(0, n, alpha, beta);
        double sum = 0;
        for (long i = 0; i < k; i++) {
            sum += StrictMath.exp(term);
            term += StrictMath.log((n - i) * (alpha + i) / ((i + 1) * (beta + n - i - 1)));
        }
        return Math.min(1, sum);
    }

    private static double normallyBelow(long k, long n, double alpha, double beta) {
        double total = alpha + beta;
        double mean = n * alpha / total;
        double variance = n * alpha * beta * (total + n) / (total * total * (total + 1));
        double z = (k - 0.5 - mean) / StrictMath.sqrt(variance);
        return z < 0 ? Normal.upperTail(-z) : 1 - Normal.upperTail(z);
    }
}
