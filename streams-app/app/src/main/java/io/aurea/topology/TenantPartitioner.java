package io.aurea.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aurea.topic.RecordKeys;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.StreamPartitioner;

/** Partitions by tenant: the part of the key before the first slash, hashed like Kafka's default partitioner. */
public final class TenantPartitioner implements StreamPartitioner<String, byte[]> {

    /** The only method before Kafka 4.4, which has another that begins with the headers, and calls this one. */
    @Override
    @SuppressWarnings("removal")
    public Optional<Set<Integer>> partitions(String topic, String key, byte[] value, int partitionCount) {
        byte[] tenant = RecordKeys.tenantOf(key).getBytes(UTF_8);
        return Optional.of(Set.of(Utils.toPositive(Utils.murmur2(tenant)) % partitionCount));
    }
}
