package io.aurea.cycle;

import java.nio.ByteBuffer;

/** Where one tenant is in its sequence of cycles. A value: changes make a new one. */
record Tenant(long cycleNumber, long windowStart, int idleInARow, boolean dormant) {

    static final Tenant NEW = new Tenant(0, Long.MIN_VALUE, 0, true);

    /** The next cycle, with data or idle; dormant after this many idle ones in a row. */
    Tenant next(long start, boolean idle, int dormantAfter) {
        int idleNow = idle ? idleInARow + 1 : 0;
        return new Tenant(cycleNumber + 1, start, idleNow, idleNow >= dormantAfter);
    }

    byte[] encode() {
        return ByteBuffer.allocate(2 * Long.BYTES + Integer.BYTES + 1)
                .putLong(cycleNumber)
                .putLong(windowStart)
                .putInt(idleInARow)
                .put((byte) (dormant ? 1 : 0))
                .array();
    }

    static Tenant decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return new Tenant(in.getLong(), in.getLong(), in.getInt(), in.get() == 1);
    }
}
