package io.aurea.level;

import io.aurea.state.Codec;

/**
 * A level that a person has accepted for one stretch of one series.
 *
 * @param sinceMs the stretch: start of its first window, epoch milliseconds
 * @param level the accepted level in the unit of the series, or share of failures
 * @param reference the expected value at that time
 * @param fromMs start of the first window judged by it, epoch milliseconds; {@link #NOT_YET} before that
 * @param by who accepted it
 * @param why for a person
 * @param departure whether the series has left it
 */
record Accepted(long sinceMs, double level, double reference, long fromMs, String by, String why, Departure departure) {

    static final long NOT_YET = Long.MIN_VALUE;

    static final Codec<Accepted> CODEC = Codec.of(
            1,
            (a, out) -> {
                out.writeLong(a.sinceMs);
                out.writeDouble(a.level);
                out.writeDouble(a.reference);
                out.writeLong(a.fromMs);
                out.writeUTF(a.by);
                out.writeUTF(a.why);
                out.writeDouble(a.departure.up());
                out.writeDouble(a.departure.down());
                out.writeLong(a.departure.sinceMs());
            },
            in -> new Accepted(
                    in.readLong(),
                    in.readDouble(),
                    in.readDouble(),
                    in.readLong(),
                    in.readUTF(),
                    in.readUTF(),
                    new Departure(in.readDouble(), in.readDouble(), in.readLong())));

    /** Adds another window judged by it. */
    Accepted judged(Departure next, long windowMs) {
        return new Accepted(sinceMs, level, reference, fromMs == NOT_YET ? windowMs : fromMs, by, why, next);
    }

    /** Ratio of the accepted level to the previous one; at least 1, since scatter grows with the level. */
    double scale() {
        return reference == 0 ? 1 : Math.max(1, Math.abs(level / reference));
    }

    /** The expected value where the model expects this: the accepted level with the model's season. */
    double expected(double baseline) {
        boolean asRatio = level > 0 && reference > 0;
        return asRatio ? baseline * (level / reference) : baseline + (level - reference);
    }
}
