package io.aurea.window;

/**
 * The ranks among n sorted values between which a quantile lies with 95 % confidence, whatever the distribution.
 *
 * <p>The number of values at or below the q-quantile is binomial (n, q). So it is at or above the r-th smallest except
 * with probability P(B &lt; r), and at or below the s-th smallest except with P(B &gt;= s); r is the greatest and s the
 * least rank for which that is at most 2.5 %. (H. A. David, H. N. Nagaraja, Order Statistics, 3rd edition, 2003,
 * section 7.1.) If not even the least value is low enough, as for p95 of one value, there is no lower limit; if not
 * even the greatest is high enough, as for p95 below 72 values, no upper one. Beyond {@value #EXACT_COUNT} values the
 * normal approximation with continuity correction is used, and both ranks move out by one.
 *
 * @param low rank of the lower end, [1, n]; 0 when there is none
 * @param high rank of the upper end, [1, n]; 0 when there is none
 */
record QuantileRanks(long low, long high) {
    private static final double TAIL = 0.025;
    private static final int EXACT_COUNT = 2_000;
    /** Quantile of the standard normal at 0.975. */
    private static final double Z = 1.959963984540054;

    /**
     * @param q (0, 1); exact for q from 0.5 to 0.99
     * @param count [1, ..)
     */
    static QuantileRanks of(double q, long count) {
        return count <= EXACT_COUNT ? exact(q, (int) count) : normal(q, count);
    }

    /** By the number of values above the quantile, which is binomial (n, 1 - q) and small. */
    private static QuantileRanks exact(double q, int n) {
        double odds = (1 - q) / q;
        double chance = StrictMath.pow(q, n);
        double upTo = chance;
        int above = 0;
        // P(B >= s) = P(above <= n - s)
        long high = 0;
        while (upTo <= TAIL) {
            high = n - above;
            chance *= odds * (n - above) / (above + 1);
            above++;
            upTo += chance;
        }
        // P(B < r) = P(above > n - r)
        while (1 - upTo > TAIL && above < n) {
            chance *= odds * (n - above) / (above + 1);
            above++;
            upTo += chance;
        }
        return new QuantileRanks(n - above, high);
    }

    private static QuantileRanks normal(double q, long n) {
        double middle = n * q;
        double half = Z * StrictMath.sqrt(n * q * (1 - q)) + 0.5;
        return new QuantileRanks((long) StrictMath.floor(middle - half), (long) StrictMath.ceil(middle + half) + 1);
    }
}
