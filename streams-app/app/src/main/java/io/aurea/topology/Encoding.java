package io.aurea.topology;

import org.apache.kafka.common.serialization.Serializer;

/**
 * Writes a topic's values. Processors encode with their own, because Kafka Streams shares the serializer of a sink
 * between all threads. Confined to one thread.
 */
record Encoding<T>(String topic, Serializer<T> serializer) {

    byte[] encode(T value) {
        return serializer.serialize(topic, value);
    }
}
