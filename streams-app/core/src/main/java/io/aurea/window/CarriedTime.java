package io.aurea.window;

/**
 * Event time as records carry it: the watermark, epoch milliseconds.
 *
 * <p>Where records are the only clock, one with a wrong clock must not close the windows of all others. So a record that
 * is more than {@link WindowSettings#jumpMaxMs()} ahead, or the very first, carries time only when a second one confirms
 * it: one that would close the window of the first, with none of the time before in between. After a gap in the data
 * time goes on one window later, and what is confirmed depends on the order of the records alone. What is not confirmed
 * but followed by the time before is astray.
 *
 * <p>Not thread-safe.
 */
public final class CarriedTime {
    /** Stands for no time. */
    public static final long NONE = Long.MIN_VALUE;

    private final WindowSettings settings;
    private long watermark = NONE;
    /** The greatest time that needs no second record. */
    private long limit;
    /** Least and greatest time of the records that wait for a second one; {@link #NONE} without any. */
    private long ahead = NONE;

    private long greatestAhead = NONE;
    private long waiting;
    private long astray;

    public CarriedTime(WindowSettings settings) {
        this.settings = settings;
        restore(NONE, NONE);
    }

    /** Takes a record's time; true if the watermark has moved. */
    public boolean carry(long timeMs) {
        if (timeMs > limit) {
            return leap(timeMs);
        }
        if (ahead != NONE) {
            strayed();
        }
        return move(timeMs);
    }

    private boolean leap(long timeMs) {
        if (ahead == NONE || timeMs < ahead) {
            if (ahead != NONE && closes(greatestAhead, timeMs)) {
                strayed();
            }
            ahead = timeMs;
        } else if (closes(timeMs, ahead)) {
            long confirmed = ahead;
            nothingAhead();
            move(confirmed);
            carry(timeMs);
            return true;
        }
        greatestAhead = Math.max(greatestAhead, timeMs);
        waiting++;
        return false;
    }

    /** Whether a watermark at one time closes the window of another. */
    private boolean closes(long timeMs, long other) {
        return settings.closedEnd(timeMs) > settings.startOf(other);
    }

    private void strayed() {
        astray += waiting;
        nothingAhead();
    }

    private void nothingAhead() {
        ahead = NONE;
        greatestAhead = NONE;
        waiting = 0;
    }

    /** Takes the time of a tick, which needs no second one; true if the watermark has moved. */
    public boolean set(long timeMs) {
        if (timeMs >= ahead) {
            nothingAhead();
        } else {
            strayed();
        }
        return move(timeMs);
    }

    private boolean move(long timeMs) {
        if (timeMs <= watermark) {
            return false;
        }
        watermark = timeMs;
        limit();
        return true;
    }

    private void limit() {
        long jump = settings.jumpMaxMs();
        if (jump == WindowSettings.ANY_JUMP || watermark > Long.MAX_VALUE - jump) {
            limit = Long.MAX_VALUE;
        } else {
            limit = watermark == NONE ? NONE : watermark + jump;
        }
    }

    /** Goes on from what {@link #watermark} and {@link #ahead} were; the count of strays begins anew. */
    void restore(long watermarkMs, long aheadMs) {
        watermark = watermarkMs;
        ahead = aheadMs;
        greatestAhead = aheadMs;
        waiting = aheadMs == NONE ? 0 : 1;
        limit();
    }

    /** The watermark; {@link #NONE} before the first. */
    public long watermark() {
        return watermark;
    }

    /** The least time of the records that wait to be confirmed; {@link #NONE} without any. */
    public long ahead() {
        return ahead;
    }

    /** The greatest time of those; {@link #NONE} without any. */
    public long greatestAhead() {
        return greatestAhead;
    }

    /** How many records were ahead and not confirmed. */
    public long astray() {
        return astray;
    }
}
