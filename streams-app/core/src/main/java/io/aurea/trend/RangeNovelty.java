package io.aurea.trend;

import java.nio.ByteBuffer;

/**
 * Distance of a number outside the recent range, relative to that range: the surprise is
 * {@code ln(1 + excess / range)}, times n / (n + {@value #TRUST_AFTER}) since the range of a few numbers says little.
 *
 * <p>It is based on records: among n exchangeable numbers the newest is a record with probability 2 / n whatever their
 * distribution (A. Rényi, Théorie des éléments saillants d'une suite d'observations, 1962), so heavy tails, skew and
 * quantised values need no model. The range forgets: each end moves towards the mean by a fixed share per number, so
 * that what has not been seen for long is new again. One number widens the range at most {@value #MOST_GROWTH} times,
 * so that an outlier does not hide what follows.
 *
 * <p>The surprise does not change when all numbers are multiplied by a constant other than 0. Ranges below
 * {@value #LEAST_RANGE} of the level count as that much, so a series that never moved is not alarmed by rounding.
 */
final class RangeNovelty implements Detector {
    static final double LEAST_RANGE = 0.01;
    private static final double MEAN_MEMORY = 0.005;
    private static final double MOST = 1000;
    private static final double MOST_GROWTH = 2;
    private static final int FIRST_NUMBERS = 20;
    private static final int TRUST_AFTER = 100;

    private final double forgetting;
    private long seen;
    private double high;
    private double low;
    private double mean;

    /** @param forgetting share of its distance from the mean that each end of the range loses per number, [0, 1) */
    RangeNovelty(double forgetting) {
        this.forgetting = forgetting;
    }

    @Override
    public double surprise(double value) {
        seen++;
        if (seen == 1) {
            high = value;
            low = value;
            mean = value;
            return 0;
        }
        double range = Math.max(high - low, LEAST_RANGE * Math.max(Math.abs(high), Math.abs(low)));
        double excess = Math.max(0, Math.max(value - high, low - value));
        double growth = seen <= FIRST_NUMBERS || range == 0 ? excess : Math.min(excess, MOST_GROWTH * range);
        mean += Math.max(MEAN_MEMORY, 1.0 / seen) * (value - mean);
        if (value > high) {
            high += growth;
        } else {
            high -= Math.max(0, Math.min(high - value, forgetting * (high - mean)));
        }
        if (value < low) {
            low -= growth;
        } else {
            low += Math.max(0, Math.min(value - low, forgetting * (mean - low)));
        }
        if (excess == 0) {
            return 0;
        }
        double shares = range > 0 ? Math.min(MOST, excess / range) : MOST;
        return StrictMath.log1p(shares) * seen / (seen + TRUST_AFTER);
    }

    @Override
    public void save(ByteBuffer out) {
        out.putLong(seen).putDouble(high).putDouble(low).putDouble(mean);
    }

    @Override
    public void restore(ByteBuffer in) {
        seen = in.getLong();
        high = in.getDouble();
        low = in.getDouble();
        mean = in.getDouble();
    }

    @Override
    public int size() {
        return Long.BYTES + 3 * Double.BYTES;
    }
}
