package io.aurea.trend;

import java.nio.ByteBuffer;

/**
 * Adds up over windows how odd they are, upwards and downwards, until it is too much for chance.
 *
 * <p>Two one-sided cumulative sums (E. S. Page, Continuous inspection schemes, Biometrika 41, 1954) over the scores of
 * {@link ResidualRanks}, so over ranks: of any distribution they are those of a normal one. With slack k = 1/2 and bar h a
 * series in order reaches the bar once in {@code (exp(h + 1.166) - h - 2.166) / (2 k^2 * 2)} windows (D. Siegmund,
 * Sequential Analysis, 1985, for both sides together), so {@code h = ln(budget) - 1.166}, a little more to be safe.
 *
 * <p>What scores may still have that a series of independent numbers has not is taken out: their mean, as far as the
 * expectation is a little off; a spread above 1, by differences of neighbours, so that a shift is not taken for spread; and
 * correlation of neighbours, which widens sums. A series that went over the bar before and came back by itself has a bar
 * beyond that, which falls again: what it does every night is not odd.
 */
final class CumulativeEvidence {
    private static final double SLACK = 0.5;
    /** Of the bar's share for the average run length; and for what the estimates of mean and spread are off. */
    private static final double OVERSHOOT = 1.166;

    private static final double SAFETY = StrictMath.log(2);
    private static final double MEAN_MEMORY = 0.001;
    private static final double MOST_IN_MEAN = 3;
    private static final double SPREAD_MEMORY = 0.02;
    private static final double MOST_IN_SPREAD = 9;
    private static final double CORRELATION_MEMORY = 0.003;
    private static final double MOST_IN_CORRELATION = 4;
    private static final double MOST_CORRELATION = 0.8;
    private static final double PEAK_MARGIN = 1.25;
    private static final double PEAK_FADING = 1 - 1 / 20_000.0;
    private static final double MOST_PEAK = 4;

    private final double bar;
    private double up;
    private double down;
    private double mean;
    private double variance = 1;
    private double correlation;
    private double before;
    private double usualPeak;

    /** @param budgetWindows in how many windows chance may reach the bar once */
    CumulativeEvidence(long budgetWindows) {
        bar = StrictMath.log(budgetWindows) - OVERSHOOT + SAFETY;
    }

    /**
     * Takes the score of one window.
     *
     * @param seen windows before this one, [1, ..)
     * @param inOrder whether the windows before this one are in order, so that scores are of the usual kind
     */
    void add(double score, long seen, boolean inOrder) {
        if (inOrder && settled()) {
            double near = Math.max(-MOST_IN_MEAN, Math.min(MOST_IN_MEAN, score));
            mean += Math.max(MEAN_MEMORY, 1.0 / (seen + 1)) * (near - mean);
        }
        double centred = score - mean;
        if (inOrder) {
            double step = centred - before;
            variance += SPREAD_MEMORY * (Math.min(MOST_IN_SPREAD, step * step / 2) - variance);
            double product = Math.max(-MOST_IN_CORRELATION, Math.min(MOST_IN_CORRELATION, centred * before));
            correlation += CORRELATION_MEMORY * (product - correlation);
            usualPeak *= PEAK_FADING;
        }
        before = centred;
        double evidence = centred / widening();
        double slack = SLACK + 1 / StrictMath.sqrt(seen);
        up = Math.max(0, up + evidence - slack);
        down = Math.max(0, down - evidence - slack);
    }

    /** How much wider sums of the scores are than those of independent normal numbers, [1, ..). */
    private double widening() {
        double r = Math.max(0, Math.min(MOST_CORRELATION, correlation));
        return StrictMath.sqrt(Math.max(1, variance) * (1 + r) / (1 - r));
    }

    /** Whether there is too little evidence to speak of. */
    boolean settled() {
        return Math.max(up, down) < bar / 2;
    }

    /** Whether one of the sides is at 0, so that what was expected before this window holds. */
    boolean none(boolean upwards) {
        return (upwards ? up : down) == 0;
    }

    boolean upwards() {
        return up >= down;
    }

    /** Whether it is too much for chance, and for what the series is used to. */
    boolean decided() {
        return Math.max(up, down) >= Math.max(bar, PEAK_MARGIN * usualPeak);
    }

    /** Signed share of the bar, [-1, 1]; below +-1 unless {@link #decided}. */
    double share() {
        double sum = Math.max(up, down) / Math.max(bar, PEAK_MARGIN * usualPeak);
        return Math.min(1, sum) * (upwards() ? 1 : -1);
    }

    /** Signed share of the bar of one side while that side is out of order; the other side does not count. */
    double share(boolean upwards) {
        return Math.min(1, (upwards ? up : down) / bar) * (upwards ? 1 : -1);
    }

    /** The sum of one side, from which nothing beyond the bar is kept, so that it falls as soon as order is back. */
    double hold(boolean upwards) {
        double sum = upwards ? up : down;
        if (upwards) {
            up = Math.min(bar, up);
        } else {
            down = Math.min(bar, down);
        }
        return sum;
    }

    /** Begins anew. */
    void clear() {
        up = 0;
        down = 0;
    }

    /** The series came back by itself after a stretch whose greatest single sum was this. */
    void cameBack(double peak) {
        usualPeak = Math.max(usualPeak, Math.min(MOST_PEAK * bar, peak));
    }

    void save(ByteBuffer out) {
        out.putDouble(up)
                .putDouble(down)
                .putDouble(mean)
                .putDouble(variance)
                .putDouble(correlation)
                .putDouble(before)
                .putDouble(usualPeak);
    }

    void restore(ByteBuffer in) {
        up = in.getDouble();
        down = in.getDouble();
        mean = in.getDouble();
        variance = in.getDouble();
        correlation = in.getDouble();
        before = in.getDouble();
        usualPeak = in.getDouble();
    }

    static final int SIZE = 7 * Double.BYTES;
}
