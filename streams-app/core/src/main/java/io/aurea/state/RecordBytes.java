package io.aurea.state;

import io.aurea.schema.ReleasedSchemas;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * An Avro record within a stored value: the fingerprint of its writer schema (8 bytes, CRC-64-AVRO of the parsing
 * canonical form, as in Avro's single-object encoding), then its body. Records from other releases are resolved by
 * Avro's rules from the copies of their schemas, so fields added later have their defaults. Thread-safe.
 */
public final class RecordBytes<T extends SpecificRecord> {
    private final String name;
    private final long fingerprint;
    private final SpecificDatumWriter<T> writer;
    private final Map<Long, SpecificDatumReader<T>> readers = new HashMap<>();

    public RecordBytes(Class<T> type) {
        this(type, ReleasedSchemas.of(type.getSimpleName()).values());
    }

    RecordBytes(Class<T> type, Iterable<Schema> released) {
        Schema now = SpecificData.get().getSchema(type);
        name = type.getSimpleName();
        fingerprint = SchemaNormalization.parsingFingerprint64(now);
        writer = new SpecificDatumWriter<>(now);
        for (Schema older : released) {
            readers.put(SchemaNormalization.parsingFingerprint64(older), new SpecificDatumReader<>(older, now));
        }
        readers.put(fingerprint, new SpecificDatumReader<>(now));
    }

    public void write(T value, DataOutputStream out) throws IOException {
        out.writeLong(fingerprint);
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        writer.write(value, encoder);
        encoder.flush();
    }

    /** @throws IllegalArgumentException if no release up to this one has its schema */
    public T read(DataInputStream in) throws IOException {
        long written = in.readLong();
        SpecificDatumReader<T> reader = readers.get(written);
        if (reader == null) {
            throw new IllegalArgumentException(
                    "a stored %s is in a schema with the fingerprint %016x, which no release up to"
                                    .formatted(name, written)
                            + " this one has; a newer release wrote it");
        }
        return reader.read(null, DecoderFactory.get().directBinaryDecoder(in, null));
    }
}
