package io.aurea.serde;

import io.aurea.registry.RegistryClient;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Generated Avro classes in the Confluent wire format, null for null. Thread-safe once configured: Kafka Streams shares
 * one serde among its threads.
 */
public final class AvroSerde<T extends SpecificRecord> implements Serde<T> {

    private final AvroSerializer<T> serializer;
    private final AvroDeserializer<T> deserializer;

    /** To be configured with the settings of {@link AvroSerdeConfig}. */
    public AvroSerde() {
        this.serializer = new AvroSerializer<>();
        this.deserializer = new AvroDeserializer<>();
    }

    /** For values of this class, ready for use: registers schemas by topic name. */
    public AvroSerde(RegistryClient client, Class<T> type) {
        this.serializer = new AvroSerializer<>(client);
        this.deserializer = new AvroDeserializer<>(client, type);
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        Map<String, Object> shared = new HashMap<>(configs);
        shared.put(AvroSerdeConfig.REGISTRY_CLIENT_CONFIG, AvroSerdeConfig.registryClient(configs));
        serializer.configure(shared, isKey);
        deserializer.configure(shared, isKey);
    }

    @Override
    public Serializer<T> serializer() {
        return serializer;
    }

    @Override
    public Deserializer<T> deserializer() {
        return deserializer;
    }
}
