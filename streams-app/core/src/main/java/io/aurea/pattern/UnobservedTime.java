package io.aurea.pattern;

import io.aurea.window.Absence;

/**
 * The time in which nobody was there to listen, and which therefore does not count as silence.
 *
 * <p>On the wall clock it is the time in which the loop's own clock was not written to the log. It does not count
 * towards forgetting either, and no rhythms are learned from it. On the data clock, in a replay, the loop has no clock:
 * a window without data of any source of the tenant is a hole in the recording, and only those with data of some source
 * count towards the silence of the others. There, sources are forgotten by event time.
 *
 * @param absence read, but neither kept nor changed
 * @param ownClock whether it is measured by the loop's own clock
 */
public record UnobservedTime(Absence absence, boolean ownClock) {

    static final UnobservedTime NEVER = new UnobservedTime(Absence.rounded(), true);

    /** Silence while somebody was listening, milliseconds; below 0 if unknown. */
    public long silence(long fromMs, long toMs) {
        return toMs - fromMs - absence.between(fromMs, toMs);
    }

    /** The same, as it counts towards forgetting. */
    public long unused(long fromMs, long toMs) {
        return ownClock ? silence(fromMs, toMs) : toMs - fromMs;
    }

    /** When this much time will have counted towards forgetting, as far as known now; epoch milliseconds. */
    public long until(long fromMs, long countedMs) {
        return fromMs + countedMs + (ownClock ? absence.between(fromMs, Long.MAX_VALUE) : 0);
    }

    /** Sources last heard at or before this are forgotten at that end, epoch milliseconds. */
    public long forgetBefore(long endMs, long retentionMs) {
        return ownClock ? absence.before(endMs, retentionMs) : endMs - retentionMs;
    }
}
