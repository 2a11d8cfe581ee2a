package io.aurea.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * Samples of how many records were read when, starting at none; rates between two counts follow from them. Not
 * thread-safe.
 */
final class ReadProgress {
    private static final double STEADY_FROM = 0.1;
    private static final double STEADY_TO = 0.9;
    private static final double NANOS_PER_SECOND = 1e9;

    private record Sample(long nanos, long count) {}

    private final List<Sample> samples = new ArrayList<>();

    /** @param nanos from a monotonic clock; a sample without new records is not kept */
    void add(long nanos, long count) {
        if (samples.isEmpty() || count > samples.get(samples.size() - 1).count()) {
            samples.add(new Sample(nanos, count));
        }
    }

    /** Records per second without the start-up and without the end, when partitions run dry. */
    double steadyPerSecond() {
        long all = samples.get(samples.size() - 1).count();
        double from = all * STEADY_FROM;
        double to = all * STEADY_TO;
        return (to - from) / (nanosAt(to) - nanosAt(from)) * NANOS_PER_SECOND;
    }

    /** When this count was reached, interpolated between the samples around it. */
    private double nanosAt(double count) {
        Sample before = samples.get(0);
        for (Sample sample : samples) {
            if (sample.count() >= count) {
                double share = (count - before.count()) / (sample.count() - before.count());
                return before.nanos() + share * (sample.nanos() - before.nanos());
            }
            before = sample;
        }
        throw new IllegalArgumentException("no sample reaches " + count);
    }
}
