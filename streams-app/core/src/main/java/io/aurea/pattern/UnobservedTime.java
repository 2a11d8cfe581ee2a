package io.aurea.pattern;

import io.aurea.window.Absence;

/**
 * The time in which nobody was there to hear, and which is therefore nobody's silence.
 *
 * <p>On the wall clock it is that in which the loop's own clock was not written to the log. It does not count for being
 * forgotten either, and nothing about rhythms is learned from it. On the data clock, in a replay, the loop has no clock: a
 * window in which no source of the tenant was heard is a hole in the recording, and only those with data of some source
 * count for the silence of the others. There, sources are forgotten by event time.
 *
 * @param absence read, not kept and not changed
 * @param ownClock whether it is by the loop's own clock
 */
public record UnobservedTime(Absence absence, boolean ownClock) {

    static final UnobservedTime NEVER = new UnobservedTime(Absence.rounded(), true);

    /** How long nothing was heard while somebody could hear, milliseconds; below 0 when that cannot be said. */
    public long silence(long fromMs, long toMs) {
        return toMs - fromMs - absence.between(fromMs, toMs);
    }

    /** The same, as far as it matters for being forgotten. */
    public long unused(long fromMs, long toMs) {
        return ownClock ? silence(fromMs, toMs) : toMs - fromMs;
    }

    /** When so much time, that matters for being forgotten, has counted, as far as is known now; epoch milliseconds. */
    public long until(long fromMs, long countedMs) {
        return fromMs + countedMs + (ownClock ? absence.between(fromMs, Long.MAX_VALUE) : 0);
    }

    /** What was last heard at or before this is to be forgotten at that end, epoch milliseconds. */
    public long forgetBefore(long endMs, long retentionMs) {
        return ownClock ? absence.before(endMs, retentionMs) : endMs - retentionMs;
    }
}
