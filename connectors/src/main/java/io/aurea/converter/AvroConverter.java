package io.aurea.converter;

import io.aurea.connector.BuildVersion;
import io.aurea.registry.RegistryClient;
import io.aurea.registry.RegistryConfig;
import io.aurea.registry.RegistryUnavailableException;
import io.aurea.registry.SubjectNameStrategy;
import io.aurea.serde.AvroSerdeConfig;
import io.aurea.serde.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.cache.Cache;
import org.apache.kafka.common.cache.LRUCache;
import org.apache.kafka.common.cache.SynchronizedCache;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.storage.Converter;

/**
 * Converts between Connect's data and Avro in the Confluent wire format, with the registry settings of the serde.
 *
 * <p>A record that cannot be converted is a {@link DataException}, which Connect may dead-letter. An unavailable
 * registry is a {@link RetriableException}: it says nothing about the record, so {@code errors.retry.timeout} has to be
 * longer than any outage of the registry, or -1.
 *
 * <p>Thread-safe once configured.
 */
public final class AvroConverter implements Converter {

    private static final int CACHED_SCHEMAS = 1_000;

    private final Cache<Integer, ValueReader> readers = new SynchronizedCache<>(new LRUCache<>(CACHED_SCHEMAS));
    private final Cache<ConvertedSchema, ValueWriter> writers = new SynchronizedCache<>(new LRUCache<>(CACHED_SCHEMAS));
    private RegistryClient registry;
    private SubjectNameStrategy strategy;
    private boolean isKey;
    private boolean autoRegister;

    private record ValueReader(org.apache.avro.Schema schema, AvroToConnect conversion) {}

    private record ConvertedSchema(String topic, Schema schema) {}

    private record ValueWriter(int id, ConnectToAvro conversion) {}

    /** To be configured. */
    public AvroConverter() {}

    /** A converter for values over this client, ready for use. */
    public static AvroConverter over(RegistryClient registry) {
        AvroConverter converter = new AvroConverter();
        converter.registry = registry;
        converter.configure(Map.of(), false);
        return converter;
    }

    @Override
    public String version() {
        return BuildVersion.get();
    }

    @Override
    public ConfigDef config() {
        ConfigDef definition = RegistryConfig.configDef();
        AvroSerdeConfig.configDef().configKeys().values().stream()
                .filter(key -> key.name.equals(AvroSerdeConfig.AUTO_REGISTER_CONFIG)
                        || key.name.equals(AvroSerdeConfig.KEY_STRATEGY_CONFIG)
                        || key.name.equals(AvroSerdeConfig.VALUE_STRATEGY_CONFIG))
                .forEach(definition::define);
        return definition;
    }

    @Override
    public void configure(Map<String, ?> configs, boolean key) {
        AvroSerdeConfig config = new AvroSerdeConfig(configs);
        isKey = key;
        autoRegister = config.getBoolean(AvroSerdeConfig.AUTO_REGISTER_CONFIG);
        strategy = config.subjectNameStrategy(key);
        if (registry == null) {
            registry = RegistryClient.create(configs);
        }
    }

    /** @return a struct for a record; {@link SchemaAndValue#NULL} for null, which is a tombstone */
    @Override
    public SchemaAndValue toConnectData(String topic, byte[] value) {
        if (value == null) {
            return SchemaAndValue.NULL;
        }
        try {
            ValueReader reader = reader(WireFormat.schemaId(value));
            BinaryDecoder decoder = DecoderFactory.get()
                    .binaryDecoder(value, WireFormat.HEADER_LENGTH, value.length - WireFormat.HEADER_LENGTH, null);
            Object avro = new GenericDatumReader<>(reader.schema).read(null, decoder);
            if (!decoder.isEnd()) {
                throw new DataException(
                        "topic " + topic + ": bytes are left over after the " + reader.schema.getFullName());
            }
            return new SchemaAndValue(reader.conversion.schema(), reader.conversion.orNull(avro));
        } catch (RegistryUnavailableException e) {
            throw new RetriableException("topic " + topic + ": " + e.getMessage(), e);
        } catch (DataException e) {
            throw e;
        } catch (SerializationException e) {
            throw new DataException("topic " + topic + ": " + e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            // On broken bytes Avro throws whatever they lead to, from EOFException to IndexOutOfBoundsException.
            throw new DataException(
                    "topic " + topic + ": these " + value.length + " bytes are not what schema id "
                            + WireFormat.schemaId(value) + " says: " + e,
                    e);
        }
    }

    @Override
    public byte[] fromConnectData(String topic, Schema schema, Object value) {
        if (value == null) {
            return null;
        }
        if (schema == null) {
            throw new DataException("topic " + topic + ": Avro needs a schema, and this value has none");
        }
        try {
            ValueWriter writer = writer(topic, schema);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(new byte[WireFormat.HEADER_LENGTH]);
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
            new GenericDatumWriter<>(writer.conversion.schema()).write(writer.conversion.orNull(value), encoder);
            encoder.flush();
            byte[] bytes = out.toByteArray();
            WireFormat.writeHeader(bytes, writer.id);
            return bytes;
        } catch (RegistryUnavailableException e) {
            throw new RetriableException("topic " + topic + ": " + e.getMessage(), e);
        } catch (IOException | SerializationException | AvroRuntimeException | ClassCastException e) {
            throw new DataException("topic " + topic + ": " + e.getMessage(), e);
        }
    }

    private ValueReader reader(int id) {
        ValueReader known = readers.get(id);
        if (known == null) {
            org.apache.avro.Schema schema = registry.byId(id);
            try {
                known = new ValueReader(schema, AvroToConnect.of(schema));
            } catch (DataException e) {
                throw new DataException("schema id " + id + ": " + e.getMessage(), e);
            }
            readers.put(id, known);
        }
        return known;
    }

    private ValueWriter writer(String topic, Schema schema) {
        ConvertedSchema key = new ConvertedSchema(topic, schema);
        ValueWriter known = writers.get(key);
        if (known == null) {
            ConnectToAvro conversion = ConnectToAvro.of(schema);
            String subject = strategy.subject(topic, isKey, conversion.schema());
            int id = autoRegister
                    ? registry.register(subject, conversion.schema())
                    : registry.lookup(subject, conversion.schema())
                            .orElseThrow(() -> new SerializationException("subject " + subject
                                    + " lacks this schema, and " + AvroSerdeConfig.AUTO_REGISTER_CONFIG
                                    + " is false"));
            known = new ValueWriter(id, conversion);
            writers.put(key, known);
        }
        return known;
    }
}
