package io.aurea.cli.publish;

import io.aurea.window.CarriedTime;
import io.aurea.window.WindowSettings;
import java.util.OptionalLong;

/**
 * A data clock as {@code send} advances it: decides when a tick is due. It follows observe's rule for closing windows,
 * {@link CarriedTime} of {@code min(observed_at, append time)}. All times are epoch milliseconds. Not thread-safe.
 */
final class DataClock {

    private final WindowSettings windows;
    private final CarriedTime time;
    private long nextTick = CarriedTime.NONE;
    /** Of the records that are neither ahead of time nor astray. */
    private long greatest = CarriedTime.NONE;

    private long firstAstray = CarriedTime.NONE;

    DataClock(WindowSettings windows) {
        this.windows = windows;
        this.time = new CarriedTime(windows);
    }

    /**
     * Takes a record into account; one further ahead than the permitted skew is ignored, since observe rejects it.
     *
     * @param appendedAt append time of the record, or the wall clock just before it is sent
     * @return whether every partition needs a tick: a window closes, or records that were ahead of time are astray, which
     *     their own partitions cannot know
     */
    boolean advance(long observedAt, long appendedAt) {
        if (observedAt - windows.maxClockSkewMs() > appendedAt) {
            return false;
        }
        long at = Math.min(observedAt, appendedAt);
        long ahead = time.ahead();
        long greatestAhead = time.greatestAhead();
        long astray = time.astray();
        boolean moved = time.carry(at);
        boolean strayed = time.astray() > astray;
        if (strayed && firstAstray == CarriedTime.NONE) {
            firstAstray = greatestAhead;
        }
        if (ahead != CarriedTime.NONE && time.watermark() >= ahead) {
            greatest = Math.max(greatest, greatestAhead);
        }
        if (time.ahead() == CarriedTime.NONE) {
            greatest = Math.max(greatest, at);
        }
        return (moved && due()) | (strayed && time.watermark() != CarriedTime.NONE);
    }

    /** Takes a tick into account, which advances time but opens no window. */
    void tick(long observedAt, long appendedAt) {
        long ahead = time.ahead();
        long greatestAhead = time.greatestAhead();
        if (time.set(Math.min(observedAt, appendedAt))) {
            due();
        }
        if (ahead != CarriedTime.NONE && time.watermark() >= ahead) {
            greatest = Math.max(greatest, greatestAhead);
        }
    }

    private boolean due() {
        if (time.watermark() < nextTick) {
            return false;
        }
        nextTick = windows.closedEnd(time.watermark()) + windows.sizeMs() + windows.graceMs();
        return true;
    }

    /** The time for a tick; only after {@link #advance} has returned true once. */
    long time() {
        return time.watermark();
    }

    /** How many records were ahead of those around them, and so moved no time. */
    long astray() {
        return time.astray();
    }

    /** The time of the first of them. */
    long firstAstray() {
        return firstAstray;
    }

    /** How far one record may carry time by itself, milliseconds. */
    long jumpMaxMs() {
        return windows.jumpMaxMs();
    }

    /** How far the last records are ahead of time, milliseconds, if they wait to be confirmed. */
    OptionalLong ahead() {
        return time.ahead() == CarriedTime.NONE || time.watermark() == CarriedTime.NONE
                ? OptionalLong.empty()
                : OptionalLong.of(time.greatestAhead() - time.watermark());
    }

    /** When the last window closes, except for those of records astray; empty without records. */
    OptionalLong closing() {
        long last = Math.max(greatest, time.greatestAhead());
        return last == CarriedTime.NONE
                ? OptionalLong.empty()
                : OptionalLong.of(windows.startOf(last) + windows.sizeMs() + windows.graceMs());
    }
}
