package io.aurea.health;

/**
 * How large a share of attempts fails now, as far as the last cycles with attempts tell.
 *
 * <p>Let F(c) of N(c) attempts fail in the newest c cycles. These cycles alone prove, each pair at an error of at most
 * {@value #ERROR} a side, that the share lies in [L(c), U(c)]: all q with
 *
 * <pre>N kl(F/N, q) &lt;= ln(1 / ERROR),    kl(p, q) = p ln(p/q) + (1-p) ln((1-p)/(1-q))</pre>
 *
 * (Chernoff's bound, Annals of Mathematical Statistics 23, 1952, as in the intervals of Garivier and Cappé, The KL-UCB
 * algorithm, COLT 2011; it holds for any number of attempts, which an interval by the normal distribution does not that far
 * out). As many cycles are looked at as give an answer, that is {@value #ENOUGH} attempts in {@value #CONFIRMED} cycles or
 * more; fewer when there are no more. Over these
 *
 * <pre>share = max over c of F(c) / max(N(c), ENOUGH),</pre>
 *
 * and then for each c, from all cycles down to the newest one alone, at most U(c) with {@value #CONFIRMED} cycles or more, at
 * least L(c), and at least F(c) / N(c) with {@value #ENOUGH} attempts or more. So the newest have the last word, and bad news needs less evidence than good news:
 *
 * <ul>
 *   <li>What fails shows in its first cycle, whatever went well before: 15 of 15 are at least 63 %, 7 of 7 are 37 %, 3 of 3
 *       are 10 %. One of 3, or one of 20, proves nothing: 0.5 %. From {@value #ENOUGH} attempts on, the share itself counts.
 *   <li>What goes well has to do so in {@value #CONFIRMED} cycles: a source that fails in every other cycle is never well.
 *       After it failed wholly, 30 good attempts leave at most 21 %, 66 leave 10 %, 135 leave 5 %.
 *   <li>With no past, what goes well is well: 3 of 3 are 0 %. To judge that by the other end of its interval, 90 %, would
 *       call every quiet service sick.
 *   <li>Of a series that fails by chance in 1 % of attempts, at 3 a cycle, a share above 10 % comes up once in a million
 *       cycles (3 of 3).
 * </ul>
 *
 * More failures among the same attempts never make the share smaller.
 */
final class CertainShare {

    /** Attempts that give an answer: a share that is 1 % in truth then reaches 7.5 % in one of a billion cases. */
    static final int ENOUGH = 200;

    /** Cycles with attempts that good news takes. */
    static final int CONFIRMED = 3;

    /** Chance that a bound is wrong. */
    static final double ERROR = 0.001;

    private static final double LIMIT = StrictMath.log(1 / ERROR);

    /** Halvings of [0, 1] until nothing changes that a score would show. */
    private static final int HALVINGS = 40;

    private CertainShare() {}

    /**
     * @param attempts by cycle, newest first; cycles without attempts say nothing
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
            share = within(share, allFailures[c - 1], allAttempts[c - 1], c >= CONFIRMED);
            if (allAttempts[c - 1] >= ENOUGH) {
                share = Math.max(share, (double) allFailures[c - 1] / allAttempts[c - 1]);
            }
        }
        return share;
    }

    private static boolean answered(int cycles, long[] attempts) {
        return cycles >= CONFIRMED && attempts[cycles - 1] >= ENOUGH;
    }

    private static double within(double share, long failures, long attempts, boolean confirmed) {
        double seen = (double) failures / attempts;
        boolean possible = attempts * divergence(seen, share) <= LIMIT;
        if (possible || share > seen && !confirmed) {
            return share;
        }
        return share < seen ? low(failures, attempts) : high(failures, attempts);
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
