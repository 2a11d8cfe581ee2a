package io.aurea.serde;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;

/**
 * Writes records of one schema as another, by writing, resolving and writing again: a generated class knows its fields
 * by the positions of its own schema only. Thread-safe.
 */
final class ConvertingWriter implements DatumWriter<Object> {

    private final DatumWriter<Object> own;
    private final GenericDatumReader<Object> resolver;
    private final GenericDatumWriter<Object> target;

    ConvertingWriter(DatumWriter<Object> own, Schema from, Schema to) {
        this.own = own;
        this.resolver = new GenericDatumReader<>(from, to);
        this.target = new GenericDatumWriter<>(to);
    }

    @Override
    public void setSchema(Schema schema) {
        throw new UnsupportedOperationException("both schemas are fixed");
    }

    @Override
    public void write(Object record, Encoder encoder) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder first = EncoderFactory.get().binaryEncoder(bytes, null);
        own.write(record, first);
        first.flush();
        Object resolved = resolver.read(null, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null));
        target.write(resolved, encoder);
    }
}
