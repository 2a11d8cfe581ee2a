package io.aurea.health;

/**
 * The current share of failing attempts, as far as the last cycles with attempts show it.
 *
 * <p>Let F(c) of N(c) attempts fail in the newest c cycles. These cycles alone prove, with an error of at most
 * {@value #ERROR} per side, that the share lies in [L(c), U(c)]: all q with
 *
 * <pre>N kl(F/N, q) &lt;= ln(1 / ERROR),    kl(p, q) = p ln(p/q) + (1-p) ln((1-p)/(1-q))</pre>
 *
 * (Chernoff's bound, Annals of Mathematical Statistics 23, 1952, as in the intervals of Garivier and Cappé, The KL-UCB
 * algorithm, COLT 2011; it holds for any number of attempts, which a normal approximation does not that far out). As
 * many cycles are used as are conclusive: {@value #ENOUGH} attempts in {@value #CONFIRMED} cycles or more; fewer if
 * there are no more. Over these
 *
 * <pre>share = max over c of F(c) / max(N(c), ENOUGH),</pre>
 *
 * and then for each c, from all cycles down to the newest one alone, at most U(c) with {@value #CONFIRMED} cycles or more, and
 * at least
 *
 * <pre>L + min(1, L / {@value #CERTAIN})^2 (F/N - L),    F/N itself from ENOUGH attempts on.</pre>
 *
 * So the newest decide, few attempts count for what they prove, what is proven bad counts as bad as it looks, and bad
 * news needs less evidence than good news:
 *
 * <ul>
 *   <li>Failures show in their first cycle, however good the past: 15 of 15 and 5 of 5 are 100 %, 3 of 3 are 32 %, 10 of
 *       30 are 14 %. One of 3, or one of 20, proves nothing: 0.5 %.
 *   <li>Success must last for {@value #CONFIRMED} cycles: a source that fails in every other cycle is never well. After a
 *       total failure, 30 good attempts leave at most 21 %, 66 leave 10 %, 135 leave 5 %.
 *   <li>Without a past, success is taken at face value: 3 of 3 are 0 %. Judged by the other end of its interval, 90 %,
 *       every quiet service would be sick.
 *   <li>For series that fail by chance in 1 % of attempts, a share above 7.5 %, where health falls below 70, occurred in
 *       1 of 1.5 million cycles (1, 3, 10, 20 and 100 attempts per cycle).
 * </ul>
 *
 * More failures among the same attempts never reduce the share.
 */
final class CertainShare {

    /** Attempts that are conclusive: a true share of 1 % then reaches 7.5 % in one of a billion cases. */
    static final int ENOUGH = 200;

    /** Cycles with attempts that good news needs. */
    static final int CONFIRMED = 3;

    /** Probability that a bound is wrong. */
    static final double ERROR = 0.001;

    /** If at least this share certainly fails, the observed share counts: then the score is beyond doubt. */
    static final double CERTAIN = 0.2;

    private static final double LIMIT = StrictMath.log(1 / ERROR);

    /** Bisection steps until no score would change. */
    private static final int HALVINGS = 24;

    private CertainShare() {}

    /**
     * @param attempts by cycle, newest first; cycles without attempts do not count
     * @param failures of them
     * @param length cycles given
     * @return [0, 1]; 0 without attempts
     */
    static double of(long[] attempts, long[] failures, int length) {
        long[] allAttempts = new long[length];
        long[] allFailures = new long[length];
        int cycles = 0;
        double share = 0;
        for (int i = 0; i < length && !answered(cycles, allAttempts); i++) {
            if (attempts[i] > 0) {
                allAttempts[cycles] = attempts[i] + (cycles == 0 ? 0 : allAttempts[cycles - 1]);
                allFailures[cycles] = failures[i] + (cycles == 0 ? 0 : allFailures[cycles - 1]);
                share = Math.max(share, (double) allFailures[cycles] / Math.max(ENOUGH, allAttempts[cycles]));
                cycles++;
            }
        }
        for (int c = cycles; c >= 1; c--) {
            long ofAttempts = allAttempts[c - 1];
            long ofFailures = allFailures[c - 1];
            double most = c >= CONFIRMED ? atMost(share, ofFailures, ofAttempts) : share;
            share = atLeast(most, ofFailures, ofAttempts);
        }
        return share;
    }

    private static boolean answered(int cycles, long[] attempts) {
        return cycles >= CONFIRMED && attempts[cycles - 1] >= ENOUGH;
    }

    private static double atMost(double share, long failures, long attempts) {
        double seen = (double) failures / attempts;
        return share <= seen || attempts * divergence(seen, share) <= LIMIT ? share : high(failures, attempts);
    }

    private static double atLeast(double share, long failures, long attempts) {
        double seen = (double) failures / attempts;
        if (share >= seen) {
            return share;
        }
        if (attempts >= ENOUGH) {
            return seen;
        }
        double low = low(failures, attempts);
        double certainty = Math.min(1, low / CERTAIN);
        return Math.max(share, low + certainty * certainty * (seen - low));
    }

    /** At least this share fails; [0, failures / attempts]. */
    static double low(long failures, long attempts) {
        return bound(failures, attempts, 0);
    }

    /** At most this share fails; [failures / attempts, 1]. */
    static double high(long failures, long attempts) {
        return bound(failures, attempts, 1);
    }

    private static double bound(long failures, long attempts, double end) {
        double seen = (double) failures / attempts;
        double inside = seen;
        double outside = end;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (inside + outside) / 2;
            if (attempts * divergence(seen, middle) <= LIMIT) {
                inside = middle;
            } else {
                outside = middle;
            }
        }
        return inside;
    }

    private static double divergence(double p, double q) {
        return term(p, q) + term(1 - p, 1 - q);
    }

    private static double term(double p, double q) {
        return p == 0 ? 0 : p * StrictMath.log(p / q);
    }
}
