package io.aurea.trend;

/** The standard normal distribution. */
public final class Normal {

    private Normal() {}

    /**
     * Probability of a value above z, within 2e-7 of its own size.
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
}
