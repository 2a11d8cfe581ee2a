package io.aurea.window;

import io.aurea.schema.Trend;

/** Where the windows of one partition put what they find. Called in the order in which it shall be written. */
public interface ObserveOutput {

    void trend(Trend trend);

    /** Every window whose end plus grace is at or before this time is closed, and its trends were given before. */
    void watermark(long timeMs);

    /** The record at hand is not counted, for this reason. */
    void deadLetter(Refusal refusal, String reason);

    /** Why a record was not counted. */
    enum Refusal {
        LATE,
        REJECTED
    }
}
