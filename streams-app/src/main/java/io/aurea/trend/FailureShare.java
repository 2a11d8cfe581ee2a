package io.aurea.trend;

import java.nio.ByteBuffer;
import java.util.OptionalDouble;

/**
 * What share of the attempts of one series usually fails, learned one window at a time without look ahead.
 *
 * <p>The share is a Beta posterior over the windows before, from Jeffreys' prior Beta(1/2, 1/2), in which a window counts
 * half after {@value #HALF_LIFE} more. A window's failures are judged by the posterior predictive, the beta-binomial
 * distribution: so few attempts, or a short history, make no surprise. (J. G. Skellam, A probability distribution derived
 * from the binomial distribution by regarding the probability of success as variable between the sets of trials, JRSS B
 * 10, 1948.) A window that is a surprise is learned at a tenth of its weight: an outage must not become what is expected.
 *
 * <p>Not thread-safe.
 */
public final class FailureShare {
    private static final double PRIOR = 0.5;
    private static final int HALF_LIFE = 360;
    private static final double KEPT = StrictMath.pow(0.5, 1.0 / HALF_LIFE);
    private static final double SURPRISE = 0.999;
    private static final double SURPRISE_WEIGHT = 0.1;

    /** Beyond this many attempts the distribution is taken for normal. */
    private static final long EXACT_ATTEMPTS = 2_000;

    private final int minWindows;
    private double failures;
    private double attempts;
    private long windows;

    /** @param minWindows windows with attempts that must have been seen before one is judged, [1, ..) */
    public FailureShare(int minWindows) {
        this.minWindows = minWindows;
    }

    /** Expected share, [0, 1]; empty with too short a history. */
    public OptionalDouble expected() {
        return windows < minWindows
                ? OptionalDouble.empty()
                : OptionalDouble.of((failures + PRIOR) / (attempts + 2 * PRIOR));
    }

    /**
     * Judges a window against those before it, then learns it.
     *
     * @param failed [0, of]
     * @param of attempts in the window, [1, ..)
     * @return probability of fewer failures than there were, [0, 1]; empty with too short a history
     */
    public OptionalDouble observe(long failed, long of) {
        if (of < 1 || failed < 0 || failed > of) {
            throw new IllegalArgumentException(failed + " failures of " + of + " attempts");
        }
        double score = below(failed, of, failures + PRIOR, attempts - failures + PRIOR);
        boolean judged = windows >= minWindows;
        double weight = judged && score > SURPRISE ? SURPRISE_WEIGHT : 1;
        failures = failures * KEPT + weight * failed;
        attempts = attempts * KEPT + weight * of;
        windows++;
        return judged ? OptionalDouble.of(score) : OptionalDouble.empty();
    }

    /** P(X < k) for X beta-binomial over n attempts. */
    private static double below(long k, long n, double alpha, double beta) {
        if (k == 0) {
            return 0;
        }
        return n <= EXACT_ATTEMPTS ? exactlyBelow(k, n, alpha, beta) : normallyBelow(k, n, alpha, beta);
    }

    private static double exactlyBelow(long k, long n, double alpha, double beta) {
        double logNone = 0;
        for (long i = 0; i < n; i++) {
            logNone += StrictMath.log((beta + i) / (alpha + beta + i));
        }
        double term = logNone;
        double sum = 0;
        for (long i = 0; i < k; i++) {
            sum += StrictMath.exp(term);
            term += StrictMath.log((n - i) * (alpha + i) / ((i + 1) * (beta + n - i - 1)));
        }
        return Math.min(1, sum);
    }

    private static double normallyBelow(long k, long n, double alpha, double beta) {
        double total = alpha + beta;
        double mean = n * alpha / total;
        double variance = n * alpha * beta * (total + n) / (total * total * (total + 1));
        double z = (k - 0.5 - mean) / StrictMath.sqrt(variance);
        return z < 0 ? Normal.upperTail(-z) : 1 - Normal.upperTail(z);
    }

    /** Writes {@link #SIZE} bytes. */
    public void save(ByteBuffer out) {
        out.putDouble(failures).putDouble(attempts).putLong(windows);
    }

    /** Reads what {@link #save} wrote. */
    public void restore(ByteBuffer in) {
        failures = in.getDouble();
        attempts = in.getDouble();
        windows = in.getLong();
    }

    /** Bytes of state. */
    public static final int SIZE = 2 * Double.BYTES + Long.BYTES;
}
