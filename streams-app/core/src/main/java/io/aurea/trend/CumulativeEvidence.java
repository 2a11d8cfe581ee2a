package io.aurea.trend;

import java.nio.ByteBuffer;

/**
 * Accumulates how unusual windows are, upwards and downwards, until chance cannot explain it.
 *
 * <p>Two one-sided cumulative sums (E. S. Page, Continuous inspection schemes, Biometrika 41, 1954) over the scores of
 * {@link ResidualRanks}, which are ranks: normal for any distribution. With slack k = 1/2 and bar h, a series in order
 * reaches the bar once in {@code (exp(h + 1.166) - h - 2.166) / (2 k^2 * 2)} windows (D. Siegmund, Sequential Analysis,
 * 1985, for both sides together), so {@code h = ln(budget) - 1.166}, plus a margin.
 *
 * <p>Deviations of the scores from independent normal numbers are corrected: their mean, in case the expectation is
 * slightly off; a spread above 1, by differences of neighbours, so that a shift is not taken for spread; and
 * correlation of neighbours, which widens sums. A series that crossed the bar before and came back by itself gets a
 * higher bar, which decays: what it does every night is not unusual.
 */
final class CumulativeEvidence {
    private static final double SLACK = 0.5;
    /** The bar's term for the average run length, and its margin for errors in the estimates of mean and spread. */
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

    /** @param budgetWindows number of windows in which chance may reach the bar once */
    CumulativeEvidence(long budgetWindows) {
        bar = StrictMath.log(budgetWindows) - OVERSHOOT + SAFETY;
    }

    /**
     * Adds the score of one window.
     *
     * @param seen windows before this one, [1, ..)
     * @param inOrder whether the windows before this one are in order, so that scores are as usual
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

    /** Factor by which sums of the scores are wider than those of independent normal numbers, [1, ..). */
    private double widening() {
        double r = Math.max(0, Math.min(MOST_CORRELATION, correlation));
        return StrictMath.sqrt(Math.max(1, variance) * (1 + r) / (1 - r));
    }

    /** Whether the evidence is negligible. */
    boolean settled() {
        return Math.max(up, down) < bar / 2;
    }

    /** Whether this side is at 0, so that the expectation before this window applies. */
    boolean none(boolean upwards) {
        return (upwards ? up : down) == 0;
    }

    boolean upwards() {
        return up >= down;
    }

    /** Whether it is too much for chance, and for what is usual for the series. */
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

    /** The sum of one side, capped at the bar, so that it falls as soon as order is back. */
    double hold(boolean upwards) {
        double sum = upwards ? up : down;
        if (upwards) {
            up = Math.min(bar, up);
        } else {
            down = Math.min(bar, down);
        }
        return sum;
    }

    void clear() {
        up = 0;
        down = 0;
    }

    /** The series came back by itself after a stretch with this peak sum. */
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
