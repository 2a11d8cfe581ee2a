package io.aurea.trend;

import java.nio.ByteBuffer;

/**
 * Whether the level moves unlike recently: {@link RangeNovelty} of the difference between a quick and a slow
 * exponentially weighted mean.
 *
 * <p>The difference of two such means is the oscillator of G. Appel (moving average convergence and divergence, 1979):
 * it measures how much the mean of the last windows differs from the earlier mean, in constant space. Until the slow
 * mean has a history of its own the two are nearly equal, so the first 1 / slowMemory numbers are no surprise.
 */
final class LevelNovelty implements Detector {
    private final double quickMemory;
    private final double slowMemory;
    private final RangeNovelty novelty;
    private long seen;
    private double quick;
    private double slow;

    /**
     * @param quickMemory weight of the newest number in the quick mean, (0, 1)
     * @param slowMemory the same in the slow mean, (0, quickMemory)
     * @param forgetting see {@link RangeNovelty}
     */
    LevelNovelty(double quickMemory, double slowMemory, double forgetting) {
        this.quickMemory = quickMemory;
        this.slowMemory = slowMemory;
        this.novelty = new RangeNovelty(forgetting);
    }

    @Override
    public double surprise(double value) {
        seen++;
        quick += Math.max(quickMemory, 1.0 / seen) * (value - quick);
        slow += Math.max(slowMemory, 1.0 / seen) * (value - slow);
        // Rounding is not movement.
        double difference = Math.abs(quick - slow) < 1e-12 * Math.abs(slow) ? 0 : quick - slow;
        double surprise = novelty.surprise(difference);
        return seen * slowMemory < 1 ? 0 : surprise;
    }

    @Override
    public void save(ByteBuffer out) {
        out.putLong(seen).putDouble(quick).putDouble(slow);
        novelty.save(out);
    }

    @Override
    public void restore(ByteBuffer in) {
        seen = in.getLong();
        quick = in.getDouble();
        slow = in.getDouble();
        novelty.restore(in);
    }

    @Override
    public int size() {
        return Long.BYTES + 2 * Double.BYTES + novelty.size();
    }
}
