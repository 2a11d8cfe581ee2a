package io.aurea.topology;

import io.aurea.policy.PoliciesInForce;
import io.aurea.topic.RecordKeys;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.streams.processor.StreamPartitioner;

/** Partitions by tenant; records for every tenant, watermarks and policies for all, go to every partition. */
final class LoopPartitioner implements StreamPartitioner<String, byte[]> {

    private final TenantPartitioner byTenant = new TenantPartitioner();

    @Override
    @SuppressWarnings("removal") // as in TenantPartitioner
    public Optional<Set<Integer>> partitions(String topic, String key, byte[] event, int partitionCount) {
        if (key.equals(PoliciesInForce.EVERY_TENANT) || RecordKeys.tenantOf(key).equals(RecordKeys.NOBODY)) {
            return Optional.of(IntStream.range(0, partitionCount).boxed().collect(Collectors.toUnmodifiableSet()));
        }
        return byTenant.partitions(topic, key, event, partitionCount);
    }
}
