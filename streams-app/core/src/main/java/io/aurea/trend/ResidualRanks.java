package io.aurea.trend;

import java.nio.ByteBuffer;

/**
 * How unusual the miss of a window is, given the misses of the windows in order.
 *
 * <p>Conformal: the p-value of a miss is its rank among earlier misses (V. Vovk, A. Gammerman, G. Shafer, Algorithmic
 * Learning in a Random World, 2005), so skew, heavy tails, ties and rounding need no model. The misses are kept as
 * counts by sign and size in half octaves, the last three to six thousand of them. Two things are added to the ranks. A
 * prior worth ten windows of Student's t with three degrees of freedom, so that with a short history only distant
 * misses have small p-values. And beyond the observed misses a power-law tail, with the index estimated by B. M. Hill
 * (A simple general approach to inference about the tail of a distribution, Annals of Statistics 3, 1975), shrunk
 * towards a quarter while few misses are in the tail.
 */
final class ResidualRanks {
    private static final int BINS = 26;
    /** Lower ends of the bins, in mean misses; anything below the second counts as a hit. */
    private static final double[] EDGES = new double[BINS];

    private static final double[] PRIOR_TAIL = new double[BINS];
    private static final double PRIOR = 10;
    /** Counts added by one window: most to its bin, some to its neighbours, since the unit moves. */
    private static final int MIDDLE = 6;

    private static final int BESIDE = 2;
    private static final double WINDOW = MIDDLE + 2.0 * BESIDE;
    private static final int MOST_COUNTS = 60_000;
    /** Windows beyond a bin that make the counts reliable. */
    private static final double ENOUGH = 8;

    private static final double TAIL_SHARE = 0.02;
    /** A tail begins at least this many half octaves from the first edge, at 1.4 mean misses. */
    private static final int FIRST_OF_TAIL = 8;

    private static final double PRIOR_INDEX = 0.25;
    private static final double PRIOR_INDEX_WINDOWS = 15;
    private static final double UNIT_MEMORY = 0.0005;
    private static final double LARGEST = 1e6;
    /** Beyond this many standard deviations a score means nothing more. */
    static final double MOST_SCORE = 6;

    private static final double LEAST_P = 1e-9;

    static {
        for (int i = 1; i < BINS; i++) {
            EDGES[i] = StrictMath.pow(2, (i - 1) / 2.0 - 3);
        }
        for (int i = 0; i < BINS; i++) {
            PRIOR_TAIL[i] = student(EDGES[i]);
        }
    }

    private final char[] above = new char[BINS];
    private final char[] below = new char[BINS];
    private int counts;
    private double unit;
    private double pValue = 1;

    /** Starts with the mean miss so far as the unit. */
    void begin(double meanMiss) {
        unit = meanMiss;
    }

    /**
     * Judges a miss by earlier ones.
     *
     * @param miss from the expectation, signed
     * @param least lower bound on the mean miss, [0, ..)
     * @return the miss as a normal score: as many standard deviations off are as rare, signed, at most
     *     {@value #MOST_SCORE}
     */
    double score(double miss, double least) {
        double u = inUnits(miss, least);
        double up = upper(u, above, below);
        double down = upper(-u, below, above);
        pValue = Math.max(LEAST_P, Math.min(1, 2 * Math.min(up, down)));
        double score = Normal.upperQuantile(Math.max(LEAST_P, Math.min(up, down)));
        return Math.min(MOST_SCORE, Math.max(0, score)) * (up <= down ? 1 : -1);
    }

    /** Two-sided p-value of the miss scored last, (0, 1]. */
    double pValue() {
        return pValue;
    }

    private double inUnits(double miss, double least) {
        double in = Math.max(unit, least);
        return miss == 0 ? 0 : Math.max(-LARGEST, Math.min(LARGEST, miss / Math.max(in, Double.MIN_NORMAL)));
    }

    void learn(double miss, double least) {
        double u = inUnits(miss, least);
        char[] side = u >= 0 ? above : below;
        int bin = bin(Math.abs(u));
        side[bin] += MIDDLE;
        side[Math.max(0, bin - 1)] += BESIDE;
        side[Math.min(BINS - 1, bin + 1)] += BESIDE;
        counts += MIDDLE + 2 * BESIDE;
        if (counts > MOST_COUNTS) {
            counts = halve(above) + halve(below);
        }
        double windows = counts / WINDOW;
        unit += Math.max(UNIT_MEMORY, 1 / (windows + 10)) * (Math.abs(miss) - unit);
    }

    private static int halve(char[] side) {
        int left = 0;
        for (int i = 0; i < BINS; i++) {
            side[i] >>>= 1;
            left += side[i];
        }
        return left;
    }

    private static int bin(double u) {
        if (u < EDGES[1]) {
            return 0;
        }
        int bin = (int) (2 * (StrictMath.log(u) / LN_2 + 3)) + 1;
        return Math.max(1, Math.min(BINS - 1, bin));
    }

    private static final double LN_2 = StrictMath.log(2);

    /** Probability of a miss of at least u, counting half of the ties. */
    private double upper(double u, char[] side, char[] other) {
        if (u <= -EDGES[1]) {
            return 1 - upper(-u, other, side);
        }
        double windows = counts / WINDOW + PRIOR;
        if (u < EDGES[1]) {
            double centre = (side[0] + other[0]) / WINDOW;
            return (windows(side, 1) + centre / 2 + PRIOR / 2) / windows;
        }
        int bin = bin(u);
        double inBin = side[bin] / WINDOW;
        double beyond = windows(side, bin + 1);
        double place = bin == BINS - 1 ? 0.5 : Math.min(1, (u - EDGES[bin]) / (EDGES[bin + 1] - EDGES[bin]));
        double seen = beyond + inBin * (1 - place);
        double byRank = (seen + PRIOR * student(u)) / windows;
        if (seen >= ENOUGH || bin == BINS - 1 && inBin > 0) {
            return byRank;
        }
        int tail = bin;
        double inTail = beyond + inBin;
        double least = Math.max(ENOUGH, TAIL_SHARE * counts / WINDOW);
        while (inTail < least && tail > FIRST_OF_TAIL) {
            tail--;
            inTail += side[tail] / WINDOW;
        }
        if (inTail < ENOUGH || u <= EDGES[tail]) {
            return byRank;
        }
        double byTail = (inTail + PRIOR * PRIOR_TAIL[tail])
                / windows
                * StrictMath.pow(u / EDGES[tail], -1 / index(side, tail, inTail));
        return seen > 0 ? Math.max(byTail, Math.min(byRank, seen / windows)) : byTail;
    }

    private static double windows(char[] side, int from) {
        int sum = 0;
        for (int i = from; i < BINS; i++) {
            sum += side[i];
        }
        return sum / WINDOW;
    }

    /** Tail index from this bin on. */
    private static double index(char[] side, int from, double inTail) {
        double logs = 0;
        for (int i = from; i < BINS; i++) {
            double middle = i == BINS - 1 ? EDGES[i] * 1.2 : StrictMath.sqrt(EDGES[i] * EDGES[i + 1]);
            logs += side[i] / WINDOW * StrictMath.log(middle / EDGES[from]);
        }
        return (logs + PRIOR_INDEX_WINDOWS * PRIOR_INDEX) / (inTail + PRIOR_INDEX_WINDOWS);
    }

    /** Upper tail of Student's t with three degrees of freedom, scaled to a mean miss of 1. */
    private static double student(double u) {
        double x = u * STUDENT_MEAN_MISS / StrictMath.sqrt(3);
        return 0.5 - (x / (1 + x * x) + StrictMath.atan(x)) / Math.PI;
    }

    /** Mean distance from 0 of Student's t with three degrees of freedom, 2 sqrt(3) / pi. */
    private static final double STUDENT_MEAN_MISS = 1.1026577908435842;

    void save(ByteBuffer out) {
        out.putDouble(unit);
        for (int i = 0; i < BINS; i++) {
            out.putChar(above[i]).putChar(below[i]);
        }
    }

    void restore(ByteBuffer in) {
        unit = in.getDouble();
        counts = 0;
        for (int i = 0; i < BINS; i++) {
            above[i] = in.getChar();
            below[i] = in.getChar();
            counts += above[i] + below[i];
        }
    }

    static final int SIZE = Double.BYTES + 2 * BINS * Character.BYTES;
}
