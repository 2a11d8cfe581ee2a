package io.aurea.learning;

import io.aurea.state.Codec;

/**
 * Evidence about one action in one context, as of one time. It fades with event time.
 *
 * @param successes remembered, [0, ..)
 * @param failures remembered, [0, ..)
 * @param atMs as of when, epoch milliseconds
 */
public record Belief(double successes, double failures, long atMs) {
    public static final Belief NONE = new Belief(0, 0, Long.MIN_VALUE);

    static final Codec<Belief> CODEC = Codec.of(
            1,
            (b, out) -> {
                out.writeDouble(b.successes);
                out.writeDouble(b.failures);
                out.writeLong(b.atMs);
            },
            in -> new Belief(in.readDouble(), in.readDouble(), in.readLong()));

    /** What is left of it at this time: half with each half-life. Time does not go back. */
    public Belief at(long nowMs, long halfLifeMs) {
        if (nowMs <= atMs || atMs == Long.MIN_VALUE) {
            return new Belief(successes, failures, Math.max(nowMs, atMs));
        }
        double left = StrictMath.pow(0.5, (nowMs - atMs) / (double) halfLifeMs);
        return new Belief(successes * left, failures * left, nowMs);
    }

    Belief plus(boolean success) {
        return success ? new Belief(successes + 1, failures, atMs) : new Belief(successes, failures + 1, atMs);
    }
}
