package io.aurea.topic;

import io.aurea.registry.RegistryClient;
import io.aurea.serde.AvroSerdeConfig;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Utils;

/**
 * Makes the serdes of the catalogue, all over one registry client, with the class that {@code aurea.serde.class} names.
 * Thread-safe.
 */
public final class TopicSerdes {

    private final Map<String, Object> configs;
    private final Class<?> serdeClass;

    /**
     * @param configs settings of {@link AvroSerdeConfig} and {@link io.aurea.registry.RegistryConfig}; may contain
     *     other keys
     * @param client shared by every serde that knows {@link AvroSerdeConfig#REGISTRY_CLIENT_CONFIG}
     */
    public TopicSerdes(Map<String, ?> configs, RegistryClient client) {
        this.configs = new HashMap<>(configs);
        this.configs.put(AvroSerdeConfig.REGISTRY_CLIENT_CONFIG, client);
        this.serdeClass = new AvroSerdeConfig(configs).getClass(AvroSerdeConfig.SERDE_CLASS_CONFIG);
    }

    /** Keys of every topic but the dead letters, whose keys are bytes. */
    public Serde<String> key() {
        return Serdes.String();
    }

    /** A new serde for the values of a topic. */
    @SuppressWarnings("unchecked") // the topic knows the type of its values, and the serde is configured with it
    public <V> Serde<V> value(Topic<V> topic) {
        if (!topic.isAvro()) {
            return (Serde<V>) Serdes.ByteArray();
        }
        Map<String, Object> ofTopic = new HashMap<>(configs);
        ofTopic.put(AvroSerdeConfig.VALUE_TYPE_CONFIG, topic.valueClass().getName());
        Serde<V> serde = (Serde<V>) Utils.newInstance(serdeClass);
        serde.configure(ofTopic, false);
        return serde;
    }
}
