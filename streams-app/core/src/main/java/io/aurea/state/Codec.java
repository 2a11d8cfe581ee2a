package io.aurea.state;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.apache.avro.specific.SpecificRecord;

/**
 * Encodes one kind of value as bytes. Every encoding begins with a format number, so that a value from another release
 * is read by the reader kept for it, or refused by name, and never misread. Stateless and thread-safe.
 */
public interface Codec<V> {

    byte[] encode(V value);

    /** @throws IllegalArgumentException if no reader knows the format of the bytes */
    V decode(byte[] bytes);

    /** Writes the fields of a value. */
    @FunctionalInterface
    interface Writer<V> {
        void write(V value, DataOutputStream out) throws IOException;
    }

    /** Reads them back, in the same order. */
    @FunctionalInterface
    interface Reader<V> {
        V read(DataInputStream in) throws IOException;
    }

    /**
     * The same codec for writing, with an additional reader for an older release's format.
     *
     * @param format of the older release
     */
    default Codec<V> alsoReads(int format, Reader<V> reader) {
        Codec<V> now = this;
        Format older = new Format("a value", format);
        return new Codec<>() {
            @Override
            public byte[] encode(V value) {
                return now.encode(value);
            }

            @Override
            public V decode(byte[] bytes) {
                return bytes.length > 0 && bytes[0] == format ? older.decode(bytes, reader) : now.decode(bytes);
            }
        };
    }

    /**
     * Reads a length and as many bytes. A damaged length is refused before it takes memory.
     *
     * @param in which holds all of the value
     */
    static byte[] bytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IllegalArgumentException(length + " bytes are to follow, and there are " + in.available());
        }
        return in.readNBytes(length);
    }

    /** A codec of plain fields. */
    static <V> Codec<V> of(int number, Writer<V> writer, Reader<V> reader) {
        Format format = new Format("a value", number);
        return new Codec<>() {
            @Override
            public byte[] encode(V value) {
                return format.encode(out -> writer.write(value, out));
            }

            @Override
            public V decode(byte[] bytes) {
                return format.decode(bytes, reader);
            }
        };
    }

    /** A codec of an Avro record, whose bytes identify their schema: see {@link RecordBytes}. */
    static <T extends SpecificRecord> Codec<T> avro(Class<T> type) {
        RecordBytes<T> record = new RecordBytes<>(type);
        return of(1, record::write, record::read);
    }
}
