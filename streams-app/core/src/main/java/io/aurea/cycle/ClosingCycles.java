package io.aurea.cycle;

import io.aurea.state.Codec;

/**
 * How far the closing of the cycles that are due has come: windows oldest first, and in each the tenants by name. Immutable.
 *
 * @param end windows that end at or before are due, epoch milliseconds
 * @param appendTimeMs of the watermark that made them due, epoch milliseconds
 * @param start of the window that is being closed, epoch milliseconds; none between two windows
 * @param tenant the last one whose cycle of that window is closed; empty before the first
 */
record ClosingCycles(long end, long appendTimeMs, long start, String tenant) {
    private static final long NONE = Long.MIN_VALUE;

    static final Codec<ClosingCycles> CODEC = Codec.of(
            1,
            (c, out) -> {
                out.writeLong(c.end);
                out.writeLong(c.appendTimeMs);
                out.writeLong(c.start);
                out.writeUTF(c.tenant);
            },
            in -> new ClosingCycles(in.readLong(), in.readLong(), in.readLong(), in.readUTF()));

    static ClosingCycles until(long end, long appendTimeMs) {
        return new ClosingCycles(end, appendTimeMs, NONE, "");
    }

    boolean inWindow() {
        return start != NONE;
    }

    ClosingCycles in(long windowStart) {
        return new ClosingCycles(end, appendTimeMs, windowStart, "");
    }

    ClosingCycles after(String name) {
        return new ClosingCycles(end, appendTimeMs, start, name);
    }

    ClosingCycles between() {
        return until(end, appendTimeMs);
    }

    /** Whether the tenant's cycle of the window that is being closed is closed already. */
    boolean isPast(String name) {
        return inWindow() && name.compareTo(tenant) <= 0;
    }
}
