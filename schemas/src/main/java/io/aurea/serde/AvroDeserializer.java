package io.aurea.serde;

import io.aurea.registry.RegistryClient;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.cache.LRUCache;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Utils;

/**
 * Reads values in the Confluent wire format as a generated class, whatever version of its schema they were written
 * with. Thread-safe once configured; each thread keeps its own decoder and resolved readers.
 *
 * <p>Bytes that are not such a value, an unknown schema id and a schema that does not resolve to the class throw a
 * {@link SerializationException}; a registry that cannot be reached throws an {@link
 * io.aurea.registry.RegistryUnavailableException}.
 */
public final class AvroDeserializer<T extends SpecificRecord> implements Deserializer<T> {

    /** Versions of one topic's schema that a thread keeps resolved. */
    private static final int READERS_PER_THREAD = 100;

    private final ThreadLocal<DecodeBuffers<T>> scratch = ThreadLocal.withInitial(DecodeBuffers::new);
    private RegistryClient client;
    private Class<? extends T> type;

    private static final class DecodeBuffers<T> {
        private final LRUCache<Integer, Resolved<T>> readers = new LRUCache<>(READERS_PER_THREAD);
        private BinaryDecoder decoder;
        private Resolved<T> last;

        /**
         * A topic mostly has one schema id, so the last one is nearly always right. Null for an id that has not been
         * seen yet.
         */
        Resolved<T> resolved(int id) {
            if (last == null || last.id() != id) {
                Resolved<T> known = readers.get(id);
                if (known == null) {
                    return null;
                }
                last = known;
            }
            return last;
        }
    }

    /** @param ownLayout whether values written with this schema have the same bytes as with the class's own */
    private record Resolved<T>(int id, SpecificDatumReader<T> reader, boolean ownLayout) {}

    /** To be configured with the settings of {@link AvroSerdeConfig}. */
    public AvroDeserializer() {}

    /** For values of this class, ready for use. */
    public AvroDeserializer(RegistryClient client, Class<T> type) {
        this.client = client;
        this.type = type;
    }

    @Override
    @SuppressWarnings("unchecked") // the setting says what T is
    public void configure(Map<String, ?> configs, boolean isKey) {
        type = (Class<? extends T>) new AvroSerdeConfig(configs).type(isKey).orElse(null);
        client = AvroSerdeConfig.registryClient(configs);
    }

    /**
     * @param topic for messages only
     * @return null for null
     */
    @Override
    public T deserialize(String topic, byte[] value) {
        return value == null ? null : decode(topic, value, 0, value.length);
    }

    @Override
    public T deserialize(String topic, Headers headers, ByteBuffer value) {
        if (value == null) {
            return null;
        }
        if (value.hasArray()) {
            return decode(topic, value.array(), value.arrayOffset() + value.position(), value.remaining());
        }
        return deserialize(topic, Utils.toArray(value));
    }

    /**
     * Whether the body of this value is laid out exactly as the class's own schema says, so that it may be read by
     * position. Answered from memory: false for broken values, and for a schema of which this thread has not
     * deserialized any value yet.
     */
    public boolean hasOwnLayout(byte[] value) {
        if (!WireFormat.hasHeader(value)) {
            return false;
        }
        Resolved<T> resolved = scratch.get().resolved(WireFormat.schemaId(value));
        return resolved != null && resolved.ownLayout();
    }

    private T decode(String topic, byte[] bytes, int offset, int length) {
        DecodeBuffers<T> mine = scratch.get();
        Resolved<T> resolved = resolvedFor(topic, bytes, offset, length, mine);
        try {
            BinaryDecoder decoder = DecoderFactory.get()
                    .binaryDecoder(
                            bytes, offset + WireFormat.HEADER_LENGTH, length - WireFormat.HEADER_LENGTH, mine.decoder);
            mine.decoder = decoder;
            T record = resolved.reader().read(null, decoder);
            if (!decoder.isEnd()) {
                throw new IOException("bytes are left over after the record");
            }
            return record;
        } catch (IOException | RuntimeException e) {
            // On broken bytes Avro throws whatever they lead to, from EOFException to IndexOutOfBoundsException.
            String writer = resolved.reader().getSchema().getFullName();
            throw new SerializationException(
                    "Topic " + topic + ": " + length + " bytes are not a record of schema id " + resolved.id() + " ("
                            + writer + ") of " + client + ": " + e,
                    e);
        }
    }

    private Resolved<T> resolvedFor(String topic, byte[] bytes, int offset, int length, DecodeBuffers<T> mine) {
        try {
            int id = WireFormat.schemaId(bytes, offset, length);
            Resolved<T> resolved = mine.resolved(id);
            if (resolved == null) {
                SpecificDatumReader<T> reader = resolve(client.byId(id), id);
                resolved = new Resolved<>(id, reader, hasSameLayout(reader.getSchema(), reader.getExpected()));
                mine.readers.put(id, resolved);
                mine.last = resolved;
            }
            return resolved;
        } catch (SerializationException e) {
            throw new SerializationException("Topic " + topic + ": " + e.getMessage(), e);
        }
    }

    /** The same parsing form means the same bytes. */
    private static boolean hasSameLayout(Schema writer, Schema reader) {
        return SchemaNormalization.toParsingForm(writer).equals(SchemaNormalization.toParsingForm(reader));
    }

    private SpecificDatumReader<T> resolve(Schema writer, int id) {
        Class<? extends T> target = type == null ? classOf(writer, id) : type;
        SpecificDatumReader<T> reader = new SpecificDatumReader<>(SpecificData.getForClass(target));
        Schema expected = SpecificData.get().getSchema(target);
        // Avro resolves records by their fields alone, and nearly all of ours have defaults: any record would do.
        if (!writer.getName().equals(expected.getName())
                && !expected.getAliases().contains(writer.getFullName())) {
            throw new SerializationException("schema id " + id + " of " + client + " is " + writer.getFullName()
                    + ", not " + expected.getFullName());
        }
        reader.setExpected(expected);
        reader.setSchema(writer);
        return reader;
    }

    @SuppressWarnings("unchecked") // without a type setting the caller takes the schema's class
    private Class<? extends T> classOf(Schema writer, int id) {
        Class<?> found = null;
        Exception untrusted = null;
        try {
            found = SpecificData.get().getClass(writer);
        } catch (SecurityException e) {
            untrusted = e;
        }
        if (found == null || !SpecificRecord.class.isAssignableFrom(found)) {
            throw new SerializationException(
                    "schema id " + id + " of " + client + " is " + writer.getFullName()
                            + ", which is not a generated class that Avro trusts here",
                    untrusted);
        }
        return (Class<? extends T>) found;
    }
}
