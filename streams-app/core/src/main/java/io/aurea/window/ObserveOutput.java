package io.aurea.window;

import io.aurea.schema.Trend;

/** Where the windows of one partition put what they find. Called in the order in which it shall be written. */
public interface ObserveOutput {

    /** A series over a closed window; or, without a name, a source whose records came late. */
    void trend(Trend trend);

    /**
     * Every window whose end plus grace is at or before this time is closed, and its trends were given before.
     *
     * @param absentMs how much time until then had no tick of the loop's own clock, milliseconds; null on the data clock
     */
    void watermark(long timeMs, Long absentMs);

    /** The record at hand is not counted, for this reason. */
    void deadLetter(Refusal refusal, String reason);

    /** Why a record was not counted. */
    enum Refusal {
        LATE,
        REJECTED
    }
}
