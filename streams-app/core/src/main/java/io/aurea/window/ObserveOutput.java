package io.aurea.window;

import io.aurea.schema.Trend;

/** Receives the output of one partition's windows, in the order in which to write it. */
public interface ObserveOutput {

    /** A series over a closed window; or, without a name, a source whose records were late. */
    void trend(Trend trend);

    /**
     * Every window whose end plus grace is at or before this time is closed, and its trends precede this.
     *
     * @param absentMs total time until then without a tick of the loop's own clock, milliseconds; null on the data
     *     clock
     */
    void watermark(long timeMs, Long absentMs);

    /**
     * Nothing of it is left on this partition, and everything that it has said of it precedes this.
     *
     * @param series how many the partition knew of it
     */
    void forgotten(Forgetting what, long series);

    /** The current record is not counted, for this reason. */
    void deadLetter(Refusal refusal, String reason);

    /** Why a record was not counted. */
    enum Refusal {
        LATE,
        REJECTED
    }
}
