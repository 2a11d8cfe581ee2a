package io.aurea.topic;

import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * One topic, as it should be.
 *
 * @param name in Kafka
 * @param valueClass a generated Avro class, or {@code byte[]} for source bytes
 * @param configs Kafka's topic settings; any other is left to the broker
 * @param <V> the value
 */
public record Topic<V>(String name, Class<V> valueClass, Map<String, String> configs) {

    public Topic {
        configs = Map.copyOf(configs);
    }

    /** Whether values are Avro; otherwise they are source bytes. */
    public boolean isAvro() {
        return SpecificRecord.class.isAssignableFrom(valueClass);
    }

    /** The schema that values are written with. */
    public Schema schema() {
        if (!isAvro()) {
            throw new IllegalStateException("Topic " + name + " holds bytes, not Avro");
        }
        return SpecificData.get().getSchema(valueClass);
    }

    @Override
    public String toString() {
        return name;
    }
}
