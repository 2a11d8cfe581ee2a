package io.aurea.pattern.life;

/** Probabilities of the binomial distribution for few trials. */
final class Binomial {

    private Binomial() {}

    /**
     * The probability of {@code successes} or more in {@code trials}.
     *
     * @param successes [0, trials]
     * @param trials [0, 64]
     * @param rate probability of success, [0, 1]
     */
    static double atLeast(int successes, int trials, double rate) {
        if (successes <= 0) {
            return 1;
        }
        double sum = 0;
        double ways = 1;
        for (int k = 0; k <= trials; k++) {
            if (k >= successes) {
                sum += ways * StrictMath.pow(rate, k) * StrictMath.pow(1 - rate, trials - k);
            }
            ways = ways * (trials - k) / (k + 1);
        }
        return Math.min(1, sum);
    }
}
