package io.aurea.learning;

/**
 * Seeded random numbers that are the same on every Java version.
 *
 * <p>SplitMix64: G. L. Steele, D. Lea, C. H. Flood, Fast splittable pseudorandom number generators, OOPSLA 2014. Normal:
 * polar method, G. Marsaglia and T. A. Bray, SIAM Review 6 (1964). Gamma: G. Marsaglia and W. W. Tsang, A simple method
 * for generating gamma variables, ACM TOMS 26 (2000). Not thread-safe.
 */
final class Draws {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final double ULP = 0x1.0p-53;

    private long state;

    Draws(long seed) {
        this.state = seed;
    }

    /** Seeded from a text: 64-bit FNV-1a, mixed. */
    static Draws of(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return new Draws(mix(hash));
    }

    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }

    /** Uniform in (0, 1). */
    double uniform() {
        state += GOLDEN;
        return ((mix(state) >>> 11) + 0.5) * ULP;
    }

    private double normal() {
        while (true) {
            double u = 2 * uniform() - 1;
            double v = 2 * uniform() - 1;
            double s = u * u + v * v;
            if (s > 0 && s < 1) {
                return u * StrictMath.sqrt(-2 * StrictMath.log(s) / s);
            }
        }
    }

    private double gamma(double shape) {
        if (shape < 1) {
            return gamma(shape + 1) * StrictMath.pow(uniform(), 1 / shape);
        }
        double d = shape - 1.0 / 3;
        double c = 1 / StrictMath.sqrt(9 * d);
        while (true) {
            double x = normal();
            double v = 1 + c * x;
            if (v > 0) {
                v = v * v * v;
                if (StrictMath.log(uniform()) < 0.5 * x * x + d - d * v + d * StrictMath.log(v)) {
                    return d * v;
                }
            }
        }
    }

    /** From Beta(alpha, beta), both positive; in [0, 1]. */
    double beta(double alpha, double beta) {
        double a = gamma(alpha);
        double b = gamma(beta);
        return a + b > 0 ? a / (a + b) : alpha / (alpha + beta);
    }
}
