package io.aurea.serde;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** A value as another program would write it, without our serializer. */
final class RawRecord {

    private RawRecord() {}

    static byte[] of(Schema schema, int id, Consumer<GenericRecord> content) {
        GenericRecord record = new GenericData.Record(schema);
        content.accept(record);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[WireFormat.HEADER_LENGTH]);
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        try {
            new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] value = out.toByteArray();
        WireFormat.writeHeader(value, id);
        return value;
    }
}
