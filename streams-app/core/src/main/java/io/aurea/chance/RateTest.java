package io.aurea.chance;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Evidence that trials succeed less often than a given rate, valid at any time. Immutable.
 *
 * <p>An e-process: as long as each trial succeeds with at least {@code rate}, whatever came before it, the probability
 * that {@link #evidence} ever reaches 1 / error is at most error, over any number of trials (J. Ville, 1939; G. Shafer,
 * Testing by betting, JRSS A 184, 2021). So a test has that error however often it is evaluated.
 *
 * <p>It is a bet that from some trial on the rate is 0.6 or 0.2 times as high, half on each: the likelihood ratios of
 * both since trial j, weighted with 1 / (j (j + 1)), which sums to 1 over all j. So a long good record does not hide
 * that it has ended: the price of a later start is 2 ln(j), about 14 after 1,000 trials. The sums are updated in O(1):
 * S(n) = (S(n-1) + w(n)) L(n), and what is not staked yet is 1 / (n + 1).
 *
 * @param rate that trials should succeed with, [0, 1]; against 0 there is never evidence
 * @param trials so far, [0, ..)
 * @param less S of the bet on 0.6 times the rate, [0, ..]
 * @param least S of the bet on 0.2 times the rate, [0, ..]
 */
public record RateTest(double rate, long trials, double less, double least) {
    private static final double LESS = 0.6;
    private static final double LEAST = 0.2;

    public RateTest {
        if (!(rate >= 0 && rate <= 1)) {
            throw new IllegalArgumentException("rate is " + rate + "; allowed: [0, 1]");
        }
    }

    public static RateTest of(double rate) {
        return new RateTest(rate, 0, 0, 0);
    }

    public RateTest after(boolean success) {
        if (rate == 0) {
            return this;
        }
        double n = trials + 1;
        double staked = 1 / (n * (n + 1)) / 2;
        return new RateTest(
                rate,
                trials + 1,
                (less + staked) * likelihood(LESS, success),
                (least + staked) * likelihood(LEAST, success));
    }

    /**
     * Likelihood under a share of the rate over that under the rate itself; infinite where the rate rules out a
     * failure.
     */
    private double likelihood(double share, boolean success) {
        return success ? share : (1 - share * rate) / (1 - rate);
    }

    /** Starts at 1; 20 or 100 are evidence with an error of 5 % or 1 %. */
    public double evidence() {
        return less + least + 1.0 / (trials + 1);
    }

    /** @param error probability of being wrong, (0, 1) */
    public boolean refuted(double error) {
        return rate > 0 && evidence() >= 1 / error;
    }

    public void write(DataOutputStream out) throws IOException {
        out.writeDouble(rate);
        out.writeLong(trials);
        out.writeDouble(less);
        out.writeDouble(least);
    }

    public static RateTest read(DataInputStream in) throws IOException {
        return new RateTest(in.readDouble(), in.readLong(), in.readDouble(), in.readDouble());
    }
}
