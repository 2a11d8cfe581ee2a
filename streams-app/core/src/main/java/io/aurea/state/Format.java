package io.aurea.state;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
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

    /** The bytes of a value: the number, and behind it what is written. */
    public byte[] encode(Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(number);
            fields.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads what {@link #encode} has written.
     *
     * @throws IllegalArgumentException if the number is not this one, or the bytes are damaged
     */
    public <V> V decode(byte[] stored, Codec.Reader<V> reader) {
        require(stored.length == 0 ? -1 : stored[0]);
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(stored, 1, stored.length - 1))) {
            return reader.read(in);
        } catch (IllegalArgumentException refused) {
            throw refused;
        } catch (IOException | RuntimeException damaged) {
            throw new IllegalArgumentException(
                    what + " cannot be read from its " + stored.length + " bytes: " + damaged, damaged);
        }
    }

    /** Writes the fields of one value. */
    @FunctionalInterface
    public interface Fields {
        void write(DataOutputStream out) throws IOException;
    }

    /** @throws IllegalArgumentException unless the number that was found is this one */
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
