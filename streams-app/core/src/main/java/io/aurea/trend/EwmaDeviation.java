package io.aurea.trend;

import java.nio.ByteBuffer;

/**
 * Distance from an exponentially weighted mean in exponentially weighted standard deviations, {@code |z|}, times
 * n / (n + {@value #TRUST_AFTER}) since the deviation of a few numbers is underestimated.
 *
 * <p>S. W. Roberts, Control chart tests based on geometric moving averages, Technometrics 1 (1959); the recursion of
 * the variance is from T. Finch, Incremental calculation of weighted mean and variance (2009). Outliers are learned on
 * purpose: a series that has just had one widens its own limits, which calibrates heavy tails.
 *
 * <p>The surprise does not change when all numbers are multiplied by a constant other than 0. Standard deviations below
 * {@value #LEAST_SPREAD} of the level count as that much.
 */
final class EwmaDeviation implements Detector {
    static final double LEAST_SPREAD = 0.01;
    private static final double MOST = 100;
    private static final int TRUST_AFTER = 5;

    private final double memory;
    private long seen;
    private double mean;
    private double variance;

    /** @param memory weight of the newest number, (0, 1) */
    EwmaDeviation(double memory) {
        this.memory = memory;
    }

    @Override
    public double surprise(double value) {
        seen++;
        if (seen == 1) {
            mean = value;
            return 0;
        }
        double distance = value - mean;
        double sigma = Math.max(StrictMath.sqrt(variance), LEAST_SPREAD * Math.abs(mean));
        double weight = Math.max(memory, 1.0 / seen);
        mean += weight * distance;
        variance = (1 - weight) * (variance + weight * distance * distance);
        double z = distance == 0 ? 0 : sigma > 0 ? Math.min(MOST, Math.abs(distance) / sigma) : MOST;
        return z * seen / (seen + TRUST_AFTER);
    }

    @Override
    public void save(ByteBuffer out) {
        out.putLong(seen).putDouble(mean).putDouble(variance);
    }

    @Override
    public void restore(ByteBuffer in) {
        seen = in.getLong();
        mean = in.getDouble();
        variance = in.getDouble();
    }

    @Override
    public int size() {
        return Long.BYTES + 2 * Double.BYTES;
    }
}
