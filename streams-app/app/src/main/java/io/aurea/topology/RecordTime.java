package io.aurea.topology;

/**
 * The timestamp of what is written. It is that of what was read, but never ahead of this instance's clock: a broker refuses what
 * is dated an hour ahead of its own ({@code message.timestamp.after.max.ms}), and when its clock was ahead and is set back, so is
 * all that it appended meanwhile. Nobody computes with these timestamps: what does has append times, or fields of its own.
 */
final class RecordTime {
    private RecordTime() {}

    /**
     * @param readMs of what was read, epoch milliseconds
     * @param nowMs of this instance's clock
     */
    static long of(long readMs, long nowMs) {
        return Math.max(0, Math.min(readMs, nowMs));
    }
}
