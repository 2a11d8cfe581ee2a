package io.aurea.state;

import java.nio.ByteBuffer;

/**
 * The format number at the start of a hand-written encoding, so that a value from another release is refused by name,
 * or read by the reader kept for it, and never misread.
 *
 * @param what names such a value in an error, such as {@code a window}
 * @param number of the current format, [1, 127]
 */
public record Format(String what, int number) {

    public Format {
        if (number < 1 || number > Byte.MAX_VALUE) {
            throw new IllegalArgumentException("format of " + what + " is " + number + "; allowed: 1 to 127");
        }
    }

    /** A buffer for a value of this size, with the number already written. */
    public ByteBuffer allocate(int size) {
        return ByteBuffer.allocate(1 + size).put((byte) number);
    }

    /**
     * The bytes after the number.
     *
     * @throws IllegalArgumentException if the number is not this one
     */
    public ByteBuffer read(byte[] stored) {
        ByteBuffer in = ByteBuffer.wrap(stored);
        require(in.hasRemaining() ? in.get() : -1);
        return in;
    }

    /** @throws IllegalArgumentException if the number found is another */
    public void require(int found) {
        if (found != number) {
            throw unknown(found);
        }
    }

    IllegalArgumentException unknown(int found) {
        return new IllegalArgumentException(
                what + " is stored in format " + (found < 0 ? "none" : found) + "; known: " + number);
    }
}
