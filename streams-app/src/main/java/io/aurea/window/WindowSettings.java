package io.aurea.window;

/**
 * How time is cut into windows.
 *
 * <p>Window {@code n} covers {@code [n * sizeMs, (n + 1) * sizeMs)} of event time. It closes when the watermark of its
 * partition reaches {@code end + graceMs}.
 *
 * @param sizeMs length of a window, milliseconds, [1, ..)
 * @param graceMs how much longer a window stays open for records that come late, milliseconds, [0, ..)
 * @param maxClockSkewMs how far a record may lie ahead of its append time, milliseconds, [0, ..)
 * @param maxOpen how many series windows one partition may hold open, [1, ..); a record that would open one more is
 *     rejected, since a publisher that invents names must not take the memory of all others
 */
public record WindowSettings(long sizeMs, long graceMs, long maxClockSkewMs, int maxOpen) {
    public WindowSettings {
        if (sizeMs < 1 || graceMs < 0 || maxClockSkewMs < 0 || maxOpen < 1) {
            throw new IllegalArgumentException("a window needs size >= 1, grace >= 0, skew >= 0 and room for 1: size "
                    + sizeMs + " ms, grace " + graceMs + " ms, skew " + maxClockSkewMs + " ms, open " + maxOpen);
        }
    }

    /** Start of the window that holds this instant, inclusive, epoch milliseconds. */
    public long startOf(long timeMs) {
        return Math.floorDiv(timeMs, sizeMs) * sizeMs;
    }

    /** End of the last window that is closed at this watermark: the greatest multiple of the size with end + grace at or before it. */
    public long closedEnd(long watermarkMs) {
        return Math.floorDiv(watermarkMs - graceMs, sizeMs) * sizeMs;
    }
}
