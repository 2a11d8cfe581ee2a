package io.aurea.truth;

import io.aurea.shop.Dice;

/** Random numbers of one run, from its seed. Not thread-safe. */
final class Noise {
    /**
     * Normal deviates are picked from a pool of this size, since drawing each anew would take longer than the loop's
     * work on it.
     */
    private static final int NORMALS = 1 << 14;

    private static final double[] NORMAL = new double[NORMALS];

    static {
        Dice dice = Dice.of(20_261_129);
        for (int i = 0; i < NORMALS; i += 2) {
            // Box and Muller.
            double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - dice.uniform()));
            double angle = 2 * StrictMath.PI * dice.uniform();
            NORMAL[i] = radius * StrictMath.cos(angle);
            NORMAL[i + 1] = radius * StrictMath.sin(angle);
        }
    }

    private final Dice dice;

    Noise(long seed) {
        dice = Dice.of(seed);
    }

    /** Median 1. */
    double lognormal(double sigma) {
        return StrictMath.exp(sigma * NORMAL[dice.below(NORMALS)]);
    }

    boolean happens(double probability) {
        return dice.uniform() < probability;
    }
}
