package io.aurea.shop;

/**
 * Seeded random numbers: SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014)
 * and distributions. Two dice with the same seed and topic roll the same. Not thread-safe.
 */
public final class Dice {
    private static final long GAMMA = 0x9E3779B97F4A7C15L;
    private static final double UNIT = 0x1.0p-53;
    /** From this mean on, Poisson counts use the normal approximation: more accurate than the model. */
    private static final double MANY = 60;

    private long state;

    private Dice(long state) {
        this.state = state;
    }

    public static Dice of(long seed) {
        return new Dice(mix(seed + GAMMA));
    }

    /** Separate dice for one topic and number, so that draws for one purpose do not affect another. */
    public static Dice of(long seed, long topic, long number) {
        return new Dice(mix(mix(mix(seed + GAMMA) ^ topic * GAMMA) + number * 0xD1342543DE82EF95L));
    }

    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }

    private long next() {
        state += GAMMA;
        return mix(state);
    }

    /** Uniform in [0, 1). */
    public double uniform() {
        return (next() >>> 11) * UNIT;
    }

    /** Uniform in [0, bound); bound [1, ..). */
    public int below(int bound) {
        return (int) (uniform() * bound);
    }

    /** Exponential with mean 1. */
    double exponential() {
        return -StrictMath.log(1 - uniform());
    }

    /** Erlang-2 with mean 1: the shape of a response time in the model. */
    double erlang() {
        return -0.5 * StrictMath.log((1 - uniform()) * (1 - uniform()));
    }

    /** Standard normal (Box-Muller, using one of the two). */
    double normal() {
        return StrictMath.sqrt(2 * exponential()) * StrictMath.cos(2 * StrictMath.PI * uniform());
    }

    /** Count of events of a Poisson process with this mean, [0, ..). */
    int poisson(double mean) {
        if (mean > MANY) {
            return (int) StrictMath.max(0, StrictMath.rint(mean + StrictMath.sqrt(mean) * normal()));
        }
        int count = -1;
        double product = 1;
        double limit = StrictMath.exp(-mean);
        do {
            product *= 1 - uniform();
            count++;
        } while (product > limit);
        return count;
    }

    /** Number of successes among {@code trials}, each with this probability. */
    int binomial(int trials, double probability) {
        if (probability <= 0) {
            return 0;
        }
        if (probability >= 1) {
            return trials;
        }
        int count = 0;
        for (int i = 0; i < trials; i++) {
            if (uniform() < probability) {
                count++;
            }
        }
        return count;
    }

    /** One of the two nearest integers, right on average. */
    int rounded(double value) {
        int whole = (int) value;
        return uniform() < value - whole ? whole + 1 : whole;
    }
}
