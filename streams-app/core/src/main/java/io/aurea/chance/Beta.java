package io.aurea.chance;

/**
 * A Beta distribution, for example over a probability estimated from counts of successes and failures.
 *
 * <p>The distribution function is the regularised incomplete beta function, by its continued fraction (DLMF 8.17.22)
 * evaluated by Lentz's method; quantiles are found by bisection, to within 1e-15.
 *
 * @param alpha (0, ..)
 * @param beta (0, ..)
 */
public record Beta(double alpha, double beta) {
    private static final int HALVINGS = 50;
    private static final int TERMS = 1_000;
    private static final double TINY = 1e-300;
    private static final double CLOSE = 1e-14;

    public Beta {
        if (!(alpha > 0 && beta > 0 && alpha < Double.POSITIVE_INFINITY && beta < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "a Beta distribution has two positive parameters, not " + alpha + " and " + beta);
        }
    }

    /** (0, 1). */
    public double mean() {
        return alpha / (alpha + beta);
    }

    /**
     * The value it is below with this probability.
     *
     * @param share (0, 1)
     */
    public double quantile(double share) {
        double low = 0;
        double high = 1;
        double scale = logScale();
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (below(middle, scale) < share) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /** Probability of less than x, x in (0, 1). */
    public double below(double x) {
        return below(x, logScale());
    }

    private double below(double x, double scale) {
        return x > (alpha + 1) / (alpha + beta + 2)
                ? 1 - below(1 - x, beta, alpha, scale)
                : below(x, alpha, beta, scale);
    }

    private double logScale() {
        return logGamma(alpha + beta) - logGamma(alpha) - logGamma(beta);
    }

    private static double below(double x, double a, double b, double scale) {
        double front = StrictMath.exp(a * StrictMath.log(x) + b * StrictMath.log1p(-x) + scale) / a;
        double c = 1;
        double d = 1 / notZero(1 - (a + b) * x / (a + 1));
        double fraction = d;
        for (int m = 1; m <= TERMS; m++) {
            double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = 1 / notZero(1 + even * d);
            c = notZero(1 + even / c);
            fraction *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = 1 / notZero(1 + odd * d);
            c = notZero(1 + odd / c);
            fraction *= d * c;
            if (Math.abs(d * c - 1) < CLOSE) {
                break;
            }
        }
        return front * fraction;
    }

    private static double notZero(double value) {
        return Math.abs(value) < TINY ? TINY : value;
    }

    /** Stirling's series with five terms (DLMF 5.11.1), shifted to where it is exact to double precision. */
    private static double logGamma(double x) {
        double shift = 0;
        double z = x;
        while (z < 15) {
            shift -= StrictMath.log(z);
            z++;
        }
        double r = 1 / (z * z);
        double series = (1.0 / 12 - r * (1.0 / 360 - r * (1.0 / 1_260 - r * (1.0 / 1_680 - r / 1_188)))) / z;
        return shift + (z - 0.5) * StrictMath.log(z) - z + 0.5 * StrictMath.log(2 * Math.PI) + series;
    }
}
