package io.aurea.pattern.rule;

import io.aurea.pattern.PatternSettings;
import io.aurea.pattern.UnobservedTime;
import io.aurea.state.Codec;

/**
 * How regularly a source reports. Immutable.
 *
 * @param heard windows with data so far, up to {@value #ENOUGH}
 * @param lastEndMs end of the last window in which it was heard, epoch milliseconds
 * @param longestGapMs longest time between the ends of two windows with data, fading by 1 % with each; 0 before the second
 */
record SourceCadence(int heard, long lastEndMs, double longestGapMs) {
    private static final int ENOUGH = 1_000;
    private static final double FADING = 0.99;

    static final Codec<SourceCadence> CODEC = Codec.of(
            1,
            (c, out) -> {
                out.writeInt(c.heard);
                out.writeLong(c.lastEndMs);
                out.writeDouble(c.longestGapMs);
            },
            in -> new SourceCadence(in.readInt(), in.readLong(), in.readDouble()));

    static SourceCadence begin(long windowEndMs) {
        return new SourceCadence(1, windowEndMs, 0);
    }

    /**
     * A gap longer than the limit for silence counts as that limit: an outage is not a rhythm. Nothing is learned from
     * a gap during an absence of the loop itself.
     */
    SourceCadence heardAt(long windowEndMs, long sizeMs, PatternSettings.Silence settings, UnobservedTime unheard) {
        double gap = Math.max(0, unheard.silence(lastEndMs, windowEndMs));
        if (unheard.ownClock() && gap < windowEndMs - lastEndMs) {
            return heardLate(windowEndMs);
        }
        double taught = heard < settings.minHeard() ? gap : Math.min(gap, limitMs(sizeMs, settings));
        return new SourceCadence(Math.min(ENOUGH, heard + 1), windowEndMs, Math.max(taught, longestGapMs * FADING));
    }

    /** It reported, but late, which is not part of its rhythm. */
    SourceCadence heardLate(long windowEndMs) {
        return new SourceCadence(heard, windowEndMs, longestGapMs);
    }

    /** Silence longer than this is unusual, milliseconds. */
    double limitMs(long sizeMs, PatternSettings.Silence settings) {
        return Math.max(settings.minWindows() * sizeMs, settings.factor() * longestGapMs);
    }
}
