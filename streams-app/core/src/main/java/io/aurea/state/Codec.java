package io.aurea.state;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * How one kind of value is kept as bytes. Every encoding begins with a format number, so that a value an older release
 * wrote is refused by name and never misread. Stateless, so thread-safe.
 */
public interface Codec<V> {

    byte[] encode(V value);

    /** @throws IllegalArgumentException if the bytes have another format */
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

    /** A codec of plain fields. */
    static <V> Codec<V> of(int format, Writer<V> writer, Reader<V> reader) {
        return new Codec<>() {
            @Override
            public byte[] encode(V value) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
                DataOutputStream out = new DataOutputStream(bytes);
                try {
                    out.writeByte(format);
                    writer.write(value, out);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return bytes.toByteArray();
            }

            @Override
            public V decode(byte[] bytes) {
                DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
                try {
                    int found = in.readUnsignedByte();
                    if (found != format) {
                        throw new IllegalArgumentException("a stored value has format " + found + ", known: " + format);
                    }
                    return reader.read(in);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    /**
     * A codec of an Avro record in the schema of its class.
     *
     * @param format to be raised with every change of that schema
     */
    static <T extends SpecificRecord> Codec<T> avro(int format, Class<T> type) {
        SpecificDatumWriter<T> writer = new SpecificDatumWriter<>(type);
        SpecificDatumReader<T> reader = new SpecificDatumReader<>(type);
        return of(
                format,
                (value, out) -> {
                    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
                    writer.write(value, encoder);
                    encoder.flush();
                },
                in -> reader.read(null, DecoderFactory.get().directBinaryDecoder(in, null)));
    }
}
