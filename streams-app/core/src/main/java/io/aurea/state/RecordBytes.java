package io.aurea.state;

import io.aurea.schema.ReleasedSchemas;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryDecoder;
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
 * Avro's rules from the copies of their schemas, so fields added later have their defaults. A record that needs nothing that has
 * been added since the newest release, see {@link Additions}, is written as that
 * release writes it: during a rolling upgrade its instances take over such state and understand it. Thread-safe.
 */
public final class RecordBytes<T extends SpecificRecord> {
    /** Writes records in one schema. */
    private record Writer<T extends SpecificRecord>(long fingerprint, SpecificDatumWriter<T> writer) {
        static <T extends SpecificRecord> Writer<T> of(Schema schema) {
            return new Writer<>(SchemaNormalization.parsingFingerprint64(schema), new SpecificDatumWriter<>(schema));
        }

        void write(T value, DataOutputStream out) throws IOException {
            out.writeLong(fingerprint);
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
            writer.write(value, encoder);
            encoder.flush();
        }
    }

    private final String name;
    private final Writer<T> now;
    /** As the newest release writes it; the same as now where nothing has been added since. */
    private final Writer<T> released;

    /** Whether the released writer can write a record. */
    private final Predicate<Object> needsNothingNew;

    private final Map<Long, SpecificDatumReader<T>> readers = new HashMap<>();

    public RecordBytes(Class<T> type) {
        this(type, ReleasedSchemas.of(type.getSimpleName()).values());
    }

    /** @param older its schemas in earlier releases, oldest first */
    RecordBytes(Class<T> type, Collection<Schema> older) {
        Schema schema = SpecificData.get().getSchema(type);
        name = type.getSimpleName();
        now = Writer.of(schema);
        Schema newest = older.isEmpty() ? schema : List.copyOf(older).get(older.size() - 1);
        Optional<Predicate<Object>> absent = Additions.absent(newest, schema);
        released = absent.isPresent() ? Writer.of(newest) : now;
        needsNothingNew = absent.orElse(value -> false);
        for (Schema released : older) {
            readers.put(
                    SchemaNormalization.parsingFingerprint64(released), new SpecificDatumReader<>(released, schema));
        }
        readers.put(now.fingerprint(), new SpecificDatumReader<>(schema));
    }

    public void write(T value, DataOutputStream out) throws IOException {
        (needsNothingNew.test(value) ? released : now).write(value, out);
    }

    /**
     * @param in of bytes in memory, which can go back
     * @throws IllegalArgumentException if no release up to this one has its schema
     */
    public T read(DataInputStream in) throws IOException {
        long written = in.readLong();
        SpecificDatumReader<T> reader = readers.get(written);
        if (reader == null) {
            throw new IllegalArgumentException(
                    "a stored %s is in a schema with the fingerprint %016x, which no release up to"
                                    .formatted(name, written)
                            + " this one has; a newer release wrote it");
        }
        // A decoder that knows how much there is refuses the length of a text that is longer, and allocates nothing for
        // it.
        in.mark(Integer.MAX_VALUE);
        byte[] rest = in.readAllBytes();
        BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(rest, null);
        T value = reader.read(null, decoder);
        in.reset();
        in.skipNBytes(rest.length - decoder.remainingBytes());
        return value;
    }
}
