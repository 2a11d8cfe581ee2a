package io.aurea.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aurea.state.PartitionedEntries;
import java.util.function.ToIntFunction;

/** The stored views when the number of partitions of the loop changes: each goes where its tenant goes. */
public final class ViewsRepartition {
    private static final byte[] AS_OF = {Views.AS_OF_KEY};

    private ViewsRepartition() {}

    /** @param partitionOf of a tenant */
    public static PartitionedEntries of(PartitionedEntries before, int count, ToIntFunction<String> partitionOf) {
        PartitionedEntries after = new PartitionedEntries(count);
        after.place(
                Views.TENANT_KEY,
                before,
                key -> partitionOf.applyAsInt(new String(key, 1, key.length - 1, UTF_8).split("/", 2)[0]));
        for (int p = 0; p < before.count(); p++) {
            byte[] asOf = before.get(p, AS_OF);
            byte[] latest = after.get(0, AS_OF);
            if (asOf != null && (latest == null || Views.asOfMs(asOf) > Views.asOfMs(latest))) {
                after.putAll(AS_OF, asOf);
            }
        }
        return after;
    }
}
