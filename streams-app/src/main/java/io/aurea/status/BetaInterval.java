package io.aurea.status;

/**
 * The central 95 % interval of a Beta distribution.
 *
 * <p>The distribution function is the regularised incomplete beta function, by its continued fraction (DLMF 8.17.22)
 * evaluated as Lentz's method does; the ends are found by halving, to within 1e-15.
 */
record BetaInterval(double low, double high) {
    private static final double TAIL = 0.025;
    private static final int HALVINGS = 50;
    private static final int TERMS = 1_000;
    private static final double TINY = 1e-300;
    private static final double CLOSE = 1e-14;

    /** @param alpha (0, ..); {@code beta} likewise */
    static BetaInterval of(double alpha, double beta) {
        return new BetaInterval(quantile(TAIL, alpha, beta), quantile(1 - TAIL, alpha, beta));
    }

    private static double quantile(double share, double a, double b) {
        double low = 0;
        double high = 1;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (below(middle, a, b) < share) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /** Chance of less than x, x in (0, 1). */
    static double below(double x, double a, double b) {
        if (x > (a + 1) / (a + b + 2)) {
            return 1 - below(1 - x, b, a);
        }
        double front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b)) / a;
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

    /** Stirling's series with five terms (DLMF 5.11.1), shifted to where it is exact to a double. */
    private static double logGamma(double x) {
        double shift = 0;
        double z = x;
        while (z < 15) {
            shift -= Math.log(z);
            z++;
        }
        double r = 1 / (z * z);
        double series = (1.0 / 12 - r * (1.0 / 360 - r * (1.0 / 1_260 - r * (1.0 / 1_680 - r / 1_188)))) / z;
        return shift + (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series;
    }
}
