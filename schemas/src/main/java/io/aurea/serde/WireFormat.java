package io.aurea.serde;

import org.apache.kafka.common.errors.SerializationException;

/** The header of a value in the Confluent wire format: a zero byte and the schema id in four bytes, big-endian. */
public final class WireFormat {

    /** Length of the header in bytes; the Avro body follows. */
    public static final int HEADER_LENGTH = 5;

    private static final byte MAGIC = 0;

    private WireFormat() {}

    /** The schema id of a value. */
    public static int schemaId(byte[] value) {
        return schemaId(value, 0, value.length);
    }

    /**
     * The schema id of the value in {@code [offset, offset + length)}.
     *
     * @throws SerializationException when these bytes cannot be a header
     */
    public static int schemaId(byte[] bytes, int offset, int length) {
        if (length < HEADER_LENGTH) {
            throw new SerializationException("a value in the Confluent wire format has at least " + HEADER_LENGTH
                    + " bytes, this one has " + length);
        }
        if (bytes[offset] != MAGIC) {
            throw new SerializationException("a value in the Confluent wire format begins with byte 0, this one with "
                    + Byte.toUnsignedInt(bytes[offset]));
        }
        return (bytes[offset + 1] & 0xff) << 24
                | (bytes[offset + 2] & 0xff) << 16
                | (bytes[offset + 3] & 0xff) << 8
                | (bytes[offset + 4] & 0xff);
    }

    /** Whether the value begins with a header. */
    public static boolean hasHeader(byte[] value) {
        return value.length >= HEADER_LENGTH && value[0] == MAGIC;
    }

    /** Writes the header into the first {@link #HEADER_LENGTH} bytes of {@code value}. */
    public static void writeHeader(byte[] value, int schemaId) {
        value[0] = MAGIC;
        value[1] = (byte) (schemaId >>> 24);
        value[2] = (byte) (schemaId >>> 16);
        value[3] = (byte) (schemaId >>> 8);
        value[4] = (byte) schemaId;
    }
}
