package io.aurea.serde;

import io.aurea.registry.RegistryClient;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.avro.Schema;
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
 * <p>Bytes that are no such value, an unknown schema id and a schema that does not resolve to the class are a
 * {@link SerializationException}; a registry that cannot be asked is an
 * {@link io.aurea.registry.RegistryUnavailableException}.
 */
public final class AvroDeserializer<T extends SpecificRecord> implements Deserializer<T> {

    /** Versions of one topic's schema that a thread keeps resolved. */
    private static final int READERS_PER_THREAD = 100;

    private final ThreadLocal<Scratch<T>> scratch = ThreadLocal.withInitial(Scratch::new);
    private RegistryClient client;
    private Class<? extends T> type;

    private static final class Scratch<T> {
        private final LRUCache<Integer, SpecificDatumReader<T>> readers = new LRUCache<>(READERS_PER_THREAD);
        private BinaryDecoder decoder;
        private int lastId;
        private SpecificDatumReader<T> lastReader;
    }

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

    private T decode(String topic, byte[] bytes, int offset, int length) {
        Scratch<T> mine = scratch.get();
        int id = readerFor(topic, bytes, offset, length, mine);
        try {
            BinaryDecoder decoder = DecoderFactory.get()
                    .binaryDecoder(
                            bytes, offset + WireFormat.HEADER_LENGTH, length - WireFormat.HEADER_LENGTH, mine.decoder);
            mine.decoder = decoder;
            T record = mine.lastReader.read(null, decoder);
            if (!decoder.isEnd()) {
                throw new IOException("bytes are left over after the record");
            }
            return record;
        } catch (IOException | RuntimeException e) {
            // Avro answers broken bytes with whatever they lead to, from EOFException to IndexOutOfBoundsException.
            String writer = mine.lastReader.getSchema().getFullName();
            throw new SerializationException(
                    "Topic " + topic + ": " + length + " bytes are no record of schema id " + id + " (" + writer
                            + ") of " + client + ": " + e,
                    e);
        }
    }

    /** Leaves the reader in {@code mine}; a topic mostly has one schema id, so the last one is nearly always right. */
    private int readerFor(String topic, byte[] bytes, int offset, int length, Scratch<T> mine) {
        try {
            int id = WireFormat.schemaId(bytes, offset, length);
            if (id != mine.lastId || mine.lastReader == null) {
                SpecificDatumReader<T> reader = mine.readers.get(id);
                if (reader == null) {
                    reader = resolve(client.byId(id), id);
                    mine.readers.put(id, reader);
                }
                mine.lastId = id;
                mine.lastReader = reader;
            }
            return id;
        } catch (SerializationException e) {
            throw new SerializationException("Topic " + topic + ": " + e.getMessage(), e);
        }
    }

    private SpecificDatumReader<T> resolve(Schema writer, int id) {
        Class<? extends T> target = type == null ? classOf(writer, id) : type;
        SpecificDatumReader<T> reader = new SpecificDatumReader<>(SpecificData.getForClass(target));
        Schema expected = SpecificData.get().getSchema(target);
        // Avro resolves records by their fields alone, and ours nearly all have defaults: any record would do.
        if (!writer.getName().equals(expected.getName())
                && !expected.getAliases().contains(writer.getFullName())) {
            throw new SerializationException("schema id " + id + " of " + client + " is " + writer.getFullName()
                    + ", not " + expected.getFullName());
        }
        reader.setExpected(expected);
        reader.setSchema(writer);
        return reader;
    }

    @SuppressWarnings("unchecked") // without a set type the caller takes what the schema names
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
                            + ", which is no generated class that Avro trusts here",
                    untrusted);
        }
        return (Class<? extends T>) found;
    }
}
