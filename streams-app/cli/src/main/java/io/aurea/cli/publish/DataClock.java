package io.aurea.cli.publish;

import io.aurea.window.WindowSettings;
import java.util.OptionalLong;

/**
 * A data clock as {@code send} advances it: decides when a tick is due. It follows observe's rule for closing windows:
 * time is the greatest {@code min(observed_at, append time)} of the accepted records. All times are epoch milliseconds.
 * Not thread-safe.
 */
final class DataClock {

    private final WindowSettings windows;
    private long time = Long.MIN_VALUE;
    private long nextTick = Long.MIN_VALUE;
    private long greatest = Long.MIN_VALUE;

    DataClock(WindowSettings windows) {
        this.windows = windows;
    }

    /**
     * Takes a record into account; one further ahead than the permitted skew is ignored, since observe rejects it.
     *
     * @param appendedAt append time of the record, or the wall clock just before it is sent
     * @return whether an open window closes, so that every partition needs a tick
     */
    boolean advance(long observedAt, long appendedAt) {
        if (observedAt - windows.maxClockSkewMs() > appendedAt) {
            return false;
        }
        greatest = Math.max(greatest, observedAt);
        return tick(observedAt, appendedAt);
    }

    /** Takes a tick into account, which advances time but opens no window; otherwise like {@link #advance}. */
    boolean tick(long observedAt, long appendedAt) {
        time = Math.max(time, Math.min(observedAt, appendedAt));
        if (time < nextTick) {
            return false;
        }
        nextTick = windows.closedEnd(time) + windows.sizeMs() + windows.graceMs();
        return true;
    }

    /** The time for a tick; only after {@link #advance} has returned true once. */
    long time() {
        return time;
    }

    /** When the window of the greatest {@code observed_at} closes, and with it every other; empty without records. */
    OptionalLong closing() {
        return greatest == Long.MIN_VALUE
                ? OptionalLong.empty()
                : OptionalLong.of(windows.startOf(greatest) + windows.sizeMs() + windows.graceMs());
    }
}
