package io.aurea.serde;

import io.aurea.registry.RegisteredSchema;
import io.aurea.registry.RegistryClient;
import io.aurea.registry.SubjectNameStrategy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaCompatibility.SchemaPairCompatibility;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.cache.Cache;
import org.apache.kafka.common.cache.LRUCache;
import org.apache.kafka.common.cache.SynchronizedCache;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Writes generated classes in the Confluent wire format. Thread-safe once configured; each thread keeps its own encoder
 * and buffer.
 *
 * <p>A record that its schema does not allow, a schema that the registry rejects and, with {@code
 * auto.register.schemas=false}, one that it lacks throw a {@link SerializationException}; a registry that cannot be
 * reached throws an {@link io.aurea.registry.RegistryUnavailableException}.
 */
public final class AvroSerializer<T extends SpecificRecord> implements Serializer<T> {

    private static final int TARGETS = 1_000;
    private static final int BUFFER_START = 512;
    private static final int BUFFER_KEPT = 1 << 20;
    private static final byte[] ROOM_FOR_HEADER = new byte[WireFormat.HEADER_LENGTH];

    private final Cache<TopicSchema, Target> targets = new SynchronizedCache<>(new LRUCache<>(TARGETS));
    private final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);
    private RegistryClient client;
    private boolean isKey;
    private boolean autoRegister = AvroSerdeConfig.AUTO_REGISTER_DEFAULT;
    private boolean useLatest = AvroSerdeConfig.USE_LATEST_DEFAULT;
    private SubjectNameStrategy strategy = SubjectNameStrategy.TOPIC_NAME;

    private record TopicSchema(String topic, Schema schema) {}

    private record Target(int id, DatumWriter<Object> writer) {}

    private static final class Scratch {
        private ByteArrayOutputStream out = new ByteArrayOutputStream(BUFFER_START);
        private BinaryEncoder encoder;
        private String lastTopic;
        private Schema lastSchema;
        private Target lastTarget;
    }

    /** To be configured with the settings of {@link AvroSerdeConfig}. */
    public AvroSerializer() {}

    /** For values, ready for use: registers schemas by topic name. */
    public AvroSerializer(RegistryClient client) {
        this.client = client;
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        AvroSerdeConfig config = new AvroSerdeConfig(configs);
        this.isKey = isKey;
        this.autoRegister = config.getBoolean(AvroSerdeConfig.AUTO_REGISTER_CONFIG);
        this.useLatest = config.getBoolean(AvroSerdeConfig.USE_LATEST_CONFIG);
        this.strategy = config.subjectNameStrategy(isKey);
        this.client = AvroSerdeConfig.registryClient(configs);
    }

    /** @return null for null */
    @Override
    public byte[] serialize(String topic, T record) {
        if (record == null) {
            return null;
        }
        Scratch mine = scratch.get();
        Schema schema = record.getSchema();
        if (schema != mine.lastSchema || !topic.equals(mine.lastTopic)) {
            mine.lastTarget = target(topic, record, schema);
            mine.lastSchema = schema;
            mine.lastTopic = topic;
        }
        try {
            return encode(mine, record);
        } catch (IOException | RuntimeException e) {
            // What the encoder has buffered of the broken record must not leak into the next one.
            mine.encoder = null;
            throw new SerializationException(
                    "Topic " + topic + ": not a record that " + schema.getFullName() + " allows: " + e.getMessage(), e);
        }
    }

    private byte[] encode(Scratch mine, T record) throws IOException {
        if (mine.out.size() > BUFFER_KEPT) {
            mine.out = new ByteArrayOutputStream(BUFFER_START);
        }
        mine.out.reset();
        mine.out.write(ROOM_FOR_HEADER, 0, WireFormat.HEADER_LENGTH);
        mine.encoder = EncoderFactory.get().binaryEncoder(mine.out, mine.encoder);
        mine.lastTarget.writer().write(record, mine.encoder);
        mine.encoder.flush();
        byte[] value = mine.out.toByteArray();
        WireFormat.writeHeader(value, mine.lastTarget.id());
        return value;
    }

    private Target target(String topic, T record, Schema schema) {
        TopicSchema key = new TopicSchema(topic, schema);
        Target known = targets.get(key);
        if (known == null) {
            known = resolve(topic, record, schema);
            targets.put(key, known);
        }
        return known;
    }

    private Target resolve(String topic, T record, Schema schema) {
        String subject = strategy.subject(topic, isKey, schema);
        DatumWriter<Object> writer = new SpecificDatumWriter<>(schema, SpecificData.getForClass(record.getClass()));
        if (useLatest) {
            return latest(topic, subject, schema, writer);
        }
        if (autoRegister) {
            return new Target(register(topic, subject, schema), writer);
        }
        int id = client.lookup(subject, schema)
                .orElseThrow(
                        () -> new SerializationException("Topic " + topic + ": subject " + subject + " of " + client
                                + " lacks this schema of " + schema.getFullName() + ", and "
                                + AvroSerdeConfig.AUTO_REGISTER_CONFIG + " is false"));
        return new Target(id, writer);
    }

    private int register(String topic, String subject, Schema schema) {
        try {
            return client.register(subject, schema);
        } catch (SerializationException e) {
            throw new SerializationException("Topic " + topic + ": " + e.getMessage(), e);
        }
    }

    private Target latest(String topic, String subject, Schema schema, DatumWriter<Object> writer) {
        RegisteredSchema latest = client.latest(subject)
                .orElseThrow(() -> new SerializationException("Topic " + topic + ": subject " + subject + " of "
                        + client + " has no version, and " + AvroSerdeConfig.USE_LATEST_CONFIG + " is true"));
        // The same parsing form means the same bytes.
        if (SchemaNormalization.toParsingForm(schema).equals(SchemaNormalization.toParsingForm(latest.schema()))) {
            return new Target(latest.id(), writer);
        }
        SchemaPairCompatibility pair = SchemaCompatibility.checkReaderWriterCompatibility(latest.schema(), schema);
        if (pair.getType() != SchemaCompatibilityType.COMPATIBLE) {
            throw new SerializationException(
                    "Topic " + topic + ": version " + latest.version() + " of subject " + subject
                            + " of " + client + " cannot hold " + schema.getFullName() + ": "
                            + pair.getResult().getIncompatibilities());
        }
        return new Target(latest.id(), new ConvertingWriter(writer, schema, latest.schema()));
    }
}
