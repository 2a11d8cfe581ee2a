package io.aurea.trend;

/** The standard normal distribution. */
public final class Normal {

    private Normal() {}

    /**
     * Probability of a value above z, within a relative error of 2e-7.
     *
     * <p>The complementary error function by the rational Chebyshev fit of W. H. Press et al., Numerical Recipes, section 6.2.
     *
     * @param z [0, ..)
     */
    public static double upperTail(double z) {
        double x = z / StrictMath.sqrt(2);
        double t = 1 / (1 + x / 2);
        double fit = 0.17087277;
        for (double term : FIT) {
            fit = fit * t + term;
        }
        return t * StrictMath.exp(-x * x + fit) / 2;
    }

    private static final double[] FIT = {
        -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418, 0.37409196, 1.00002368, -1.26551223
    };

    /**
     * The z that a normal number exceeds with this probability, within a relative error of 1.2e-9.
     *
     * <p>The rational fit of P. J. Acklam (An algorithm for computing the inverse normal cumulative distribution function,
     * 2003).
     *
     * @param tail (0, 1)
     */
    static double upperQuantile(double tail) {
        double low = Math.min(tail, 1 - tail);
        double z;
        if (low < TAIL_FROM) {
            double q = StrictMath.sqrt(-2 * StrictMath.log(low));
            z = -polynomial(TAIL_ABOVE, q) / (polynomial(TAIL_BELOW, q) * q + 1);
        } else {
            double q = 0.5 - low;
            double r = q * q;
            z = polynomial(MIDDLE_ABOVE, r) * q / (polynomial(MIDDLE_BELOW, r) * r + 1);
        }
        return tail <= 0.5 ? z : -z;
    }

    private static double polynomial(double[] terms, double x) {
        double sum = 0;
        for (double term : terms) {
            sum = sum * x + term;
        }
        return sum;
    }

    private static final double TAIL_FROM = 0.02425;

    private static final double[] MIDDLE_ABOVE = {
        -3.969683028665376e+01,
        2.209460984245205e+02,
        -2.759285104469687e+02,
        1.383577518672690e+02,
        -3.066479806614716e+01,
        2.506628277459239e+00
    };
    private static final double[] MIDDLE_BELOW = {
        -5.447609879822406e+01,
        1.615858368580409e+02,
        -1.556989798598866e+02,
        6.680131188771972e+01,
        -1.328068155288572e+01
    };
    private static final double[] TAIL_ABOVE = {
        -7.784894002430293e-03,
        -3.223964580411365e-01,
        -2.400758277161838e+00,
        -2.549732539343734e+00,
        4.374664141464968e+00,
        2.938163982698783e+00
    };
    private static final double[] TAIL_BELOW = {
        7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00, 3.754408661907416e+00
    };
}
