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
 * @param limits how much one partition keeps
 * @param seriesRetentionMs a series is forgotten after this long without data, milliseconds, [sizeMs, ..)
 * @param tickAllowanceMs how long the loop's own clock may be without a tick before the time counts as its absence,
 *     milliseconds, [0, ..); 0 on the data clock, where time comes from the records and the loop has no clock of its own
 * @param jumpMaxMs how far one record may carry time on the data clock; see {@link CarriedTime}. Milliseconds, [size +
 *     grace, ..)
 */
public record WindowSettings(
        long sizeMs,
        long graceMs,
        long maxClockSkewMs,
        SeriesLimits limits,
        long seriesRetentionMs,
        long tickAllowanceMs,
        long jumpMaxMs) {
    /** Where one record may carry time as far as it likes. */
    public static final long ANY_JUMP = Long.MAX_VALUE;

    private static final long DAY_MS = Duration.ofDays(1).toMillis();
    private static final int MANY_SERIES = 50_000;

    public WindowSettings {
        if (sizeMs < 1 || graceMs < 0 || maxClockSkewMs < 0) {
            throw new IllegalArgumentException("a window needs size >= 1, grace >= 0 and skew >= 0: size " + sizeMs
                    + " ms, grace " + graceMs + " ms, skew " + maxClockSkewMs + " ms");
        }
        if (tickAllowanceMs < 0) {
            throw new IllegalArgumentException("tick allowance is " + tickAllowanceMs + " ms; allowed: [0, ..)");
        }
        if (jumpMaxMs < sizeMs + graceMs) {
            throw new IllegalArgumentException(
                    "a record may carry time by " + jumpMaxMs + " ms; allowed: size + grace or more");
        }
        if (seriesRetentionMs < sizeMs) {
            throw new IllegalArgumentException("a series is kept for a window or longer: " + seriesRetentionMs + " ms");
        }
    }

    /**
     * Remembers 50,000 series, for a day without data; the loop has no clock of its own, and one record may carry time as
     * far as it likes.
     *
     * @param maxOpen most open series windows, of one tenant or of all, [1, ..)
     */
    public WindowSettings(long sizeMs, long graceMs, long maxClockSkewMs, int maxOpen) {
        this(
                sizeMs,
                graceMs,
                maxClockSkewMs,
                new SeriesLimits(maxOpen, maxOpen, SeriesLimits.ANY, SeriesLimits.ANY, MANY_SERIES, MANY_SERIES),
                Math.max(DAY_MS, sizeMs),
                0,
                ANY_JUMP);
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
