package io.aurea.window;

import java.time.Duration;

/**
 * Settings of windows.
 *
 * <p>Window {@code n} covers {@code [n * sizeMs, (n + 1) * sizeMs)} of event time. It closes when the watermark of its
 * partition reaches {@code end + graceMs}.
 *
 * @param sizeMs length of a window, milliseconds, [1, ..)
 * @param graceMs how much longer a window stays open for late records, milliseconds, [0, ..)
 * @param maxClockSkewMs how far a record may be ahead of its append time, milliseconds, [0, ..)
 * @param maxOpen most open series windows of one partition, [1, ..); a record that would open another is rejected,
 *     since a publisher that invents names must not use up everybody's memory
 * @param seriesRetentionMs a series is forgotten after this long without data, milliseconds, [sizeMs, ..)
 * @param maxSeries most series remembered by one partition, [1, ..); beyond that, those heard longest ago are forgotten
 * @param tickAllowanceMs how long the loop's own clock may be without a tick before the time counts as its absence,
 *     milliseconds, [0, ..); 0 on the data clock, where time comes from the records and the loop has no clock of its own
 */
public record WindowSettings(
        long sizeMs,
        long graceMs,
        long maxClockSkewMs,
        int maxOpen,
        long seriesRetentionMs,
        int maxSeries,
        long tickAllowanceMs) {
    private static final long DAY_MS = Duration.ofDays(1).toMillis();
    private static final int MANY_SERIES = 50_000;

    public WindowSettings {
        if (sizeMs < 1 || graceMs < 0 || maxClockSkewMs < 0 || maxOpen < 1) {
            throw new IllegalArgumentException("a window needs size >= 1, grace >= 0, skew >= 0 and room for 1: size "
                    + sizeMs + " ms, grace " + graceMs + " ms, skew " + maxClockSkewMs + " ms, open " + maxOpen);
        }
        if (tickAllowanceMs < 0) {
            throw new IllegalArgumentException("tick allowance is " + tickAllowanceMs + " ms; allowed: [0, ..)");
        }
        if (seriesRetentionMs < sizeMs || maxSeries < 1) {
            throw new IllegalArgumentException(
                    "at least 1 series is kept, for a window or longer: " + seriesRetentionMs + " ms, " + maxSeries);
        }
    }

    /** Remembers 50,000 series, for a day without data; the loop has no clock of its own. */
    public WindowSettings(long sizeMs, long graceMs, long maxClockSkewMs, int maxOpen) {
        this(sizeMs, graceMs, maxClockSkewMs, maxOpen, Math.max(DAY_MS, sizeMs), MANY_SERIES, 0);
    }

    boolean hasOwnClock() {
        return tickAllowanceMs > 0;
    }

    /** Start of the window that contains this instant, inclusive, epoch milliseconds. */
    public long startOf(long timeMs) {
        return Math.floorDiv(timeMs, sizeMs) * sizeMs;
    }

    /**
     * End of the last window closed at this watermark: the greatest multiple of the size with end + grace at or before
     * it.
     */
    public long closedEnd(long watermarkMs) {
        return Math.floorDiv(watermarkMs - graceMs, sizeMs) * sizeMs;
    }
}
