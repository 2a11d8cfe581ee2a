package io.aurea.window;

/**
 * The 95 % score interval of a rate.
 *
 * <p>E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927). Unlike the
 * normal interval it stays within [0, 1] and holds for few attempts and for rates near 0 and 1.
 *
 * @param low lower end, [0, rate]
 * @param high upper end, [rate, 1]
 */
public record Wilson(double low, double high) {

    /** Quantile of the standard normal at 0.975. */
    private static final double Z = 1.959963984540054;

    /**
     * @param successes [0, attempts]
     * @param attempts [1, ..)
     */
    public static Wilson of(long successes, long attempts) {
        if (attempts < 1 || successes < 0 || successes > attempts) {
            throw new IllegalArgumentException("no rate from " + successes + " of " + attempts);
        }
        double n = attempts;
        double rate = successes / n;
        double scale = 1 / (1 + Z * Z / n);
        double middle = scale * (rate + Z * Z / (2 * n));
        double half = scale * Z * StrictMath.sqrt(rate * (1 - rate) / n + Z * Z / (4 * n * n));
        // The ends are exact at the edges, where rounding would leave them slightly off.
        return new Wilson(
                successes == 0 ? 0 : Math.max(0, middle - half),
                successes == attempts ? 1 : Math.min(1, middle + half));
    }
}
