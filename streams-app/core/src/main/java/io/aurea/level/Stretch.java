package io.aurea.level;

import io.aurea.state.Codec;

/**
 * A series out of order as of its last window, so that a person can accept it between two windows.
 *
 * @param sinceMs start of the first window of the stretch, epoch milliseconds
 * @param windowMs start of its last window with data so far, epoch milliseconds
 * @param held the level held, in the unit of the series, or the share of failing attempts
 * @param reference the value expected for that window
 * @param failed failed attempts behind a share, faded; 0 for a level
 * @param attempts all attempts behind it, faded alike; 0 for a level
 */
record Stretch(long sinceMs, long windowMs, double held, double reference, double failed, double attempts) {

    static final Codec<Stretch> CODEC = Codec.of(
            1,
            (s, out) -> {
                out.writeLong(s.sinceMs);
                out.writeLong(s.windowMs);
                out.writeDouble(s.held);
                out.writeDouble(s.reference);
                out.writeDouble(s.failed);
                out.writeDouble(s.attempts);
            },
            in -> new Stretch(
                    in.readLong(), in.readLong(), in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble()));

    /** Weight of earlier attempts after each window: half after 30, so that the share is the current one. */
    private static final double KEPT = StrictMath.pow(0.5, 1.0 / 30);

    static Stretch ofLevel(long sinceMs, long windowMs, double held, double reference) {
        return new Stretch(sinceMs, windowMs, held, reference, 0, 0);
    }

    /** @param before the stretch so far; if null or another one, it begins in this window */
    static Stretch ofFailures(
            Stretch before, long sinceMs, long windowMs, double reference, long failed, long attempts) {
        boolean goesOn = before != null && before.sinceMs == sinceMs;
        double allFailed = (goesOn ? before.failed * KEPT : 0) + failed;
        double all = (goesOn ? before.attempts * KEPT : 0) + attempts;
        return new Stretch(sinceMs, windowMs, allFailed / all, reference, allFailed, all);
    }
}
