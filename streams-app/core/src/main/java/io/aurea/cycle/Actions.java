package io.aurea.cycle;

import java.nio.ByteBuffer;

/**
 * Outcomes of one tenant, counted.
 *
 * @param successful those that succeeded
 * @param executed those that say something was done, or that did not come in time
 */
record Actions(long successful, long executed) {
    static final Actions NONE = new Actions(0, 0);

    Actions since(Actions before) {
        return new Actions(successful - before.successful, executed - before.executed);
    }

    byte[] encode() {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(successful)
                .putLong(executed)
                .array();
    }

    static Actions decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return new Actions(in.getLong(), in.getLong());
    }
}
