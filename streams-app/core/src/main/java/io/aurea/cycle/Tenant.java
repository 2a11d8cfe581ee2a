package io.aurea.cycle;

import io.aurea.state.Codec;

/** One tenant's position in its sequence of cycles. Immutable. */
record Tenant(long cycleNumber, long windowStart, int idleInARow, boolean dormant) {

    static final Codec<Tenant> CODEC = Codec.of(
            1,
            (t, out) -> {
                out.writeLong(t.cycleNumber);
                out.writeLong(t.windowStart);
                out.writeInt(t.idleInARow);
                out.writeBoolean(t.dormant);
            },
            in -> new Tenant(in.readLong(), in.readLong(), in.readInt(), in.readBoolean()));

    /** A dormant tenant after this cycle. */
    static Tenant after(long cycleNumber) {
        return new Tenant(cycleNumber, Long.MIN_VALUE, 0, true);
    }

    /** End of the last window with data, epoch milliseconds; before all time if there has been none in this life. */
    long lastDataMs(long sizeMs) {
        return windowStart == Long.MIN_VALUE ? Long.MIN_VALUE : windowStart + sizeMs * (1 - idleInARow);
    }

    /** The next cycle, with data or idle; dormant after this many idle ones in a row. */
    Tenant next(long start, boolean idle, int dormantAfter) {
        int idleNow = idle ? idleInARow + 1 : 0;
        return new Tenant(cycleNumber + 1, start, idleNow, idleNow >= dormantAfter);
    }
}
