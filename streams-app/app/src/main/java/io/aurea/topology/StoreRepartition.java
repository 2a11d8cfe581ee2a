package io.aurea.topology;

import io.aurea.cycle.CyclesRepartition;
import io.aurea.state.EntryParts;
import io.aurea.state.PartitionedEntries;
import io.aurea.topic.RecordKeys;
import io.aurea.view.ViewsRepartition;
import io.aurea.window.WindowsRepartition;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.ToIntFunction;
import org.apache.kafka.common.utils.Utils;

/** Where records and stored entries belong when the topics have another number of partitions. */
public final class StoreRepartition {

    private StoreRepartition() {}

    /** The partition of a key, as Kafka's default partitioner places it. */
    public static int ofKey(byte[] key, int partitions) {
        return Utils.toPositive(Utils.murmur2(key)) % partitions;
    }

    /** The partition of a tenant in {@code aurea.loop} and in what is derived from it. */
    public static int ofTenant(String key, int partitions) {
        return ofKey(RecordKeys.tenantOf(key).getBytes(StandardCharsets.UTF_8), partitions);
    }

    /**
     * The entries of a store by their new partitions.
     *
     * @param store its name
     * @param before what its changelog says, the last value of each key
     * @throws IllegalStateException if something in it is under way, or the store is none of ours
     */
    public static PartitionedEntries of(String store, PartitionedEntries before, int partitions) {
        byte[] markKey = WriteBehindStore.STATE_KEY.get();
        byte[] state = newestMark(before, markKey);
        PartitionedEntries whole = joined(before, markKey);
        ToIntFunction<String> byTenant = tenant -> ofTenant(tenant, partitions);
        PartitionedEntries after =
                switch (store) {
                    case Names.WINDOWS_STORE ->
                        WindowsRepartition.of(
                                whole, partitions, key -> ofKey(key.getBytes(StandardCharsets.UTF_8), partitions));
                    case Names.CYCLES_STORE -> {
                        if (whole.count(OrientState.WAITING_KEY) > 0) {
                            throw new IllegalStateException(
                                    "records wait for cycles that are being closed; allowed: none, see `aurea drain`");
                        }
                        yield CyclesRepartition.of(whole, partitions, byTenant);
                    }
                    case Names.VIEWS_STORE -> ViewsRepartition.of(whole, partitions, byTenant);
                    default ->
                        throw new IllegalStateException("store " + store + " is not known; allowed: "
                                + Names.WINDOWS_STORE + ", " + Names.CYCLES_STORE + ", " + Names.VIEWS_STORE);
                };
        PartitionedEntries split = split(after);
        split.putAll(markKey, state);
        return split;
    }

    private static PartitionedEntries joined(PartitionedEntries stored, byte[] markKey) {
        PartitionedEntries whole = new PartitionedEntries(stored.count());
        for (int p = 0; p < stored.count(); p++) {
            int at = p;
            stored.forEach(p, (key, value) -> {
                if (!EntryParts.isPart(key) && !Arrays.equals(key, markKey)) {
                    whole.put(at, key, EntryParts.joined(key, value, part -> stored.get(at, part)));
                }
            });
        }
        return whole;
    }

    private static PartitionedEntries split(PartitionedEntries whole) {
        PartitionedEntries split = new PartitionedEntries(whole.count());
        for (int p = 0; p < whole.count(); p++) {
            int at = p;
            EntryParts parts = new EntryParts();
            whole.forEach(p, (key, value) -> parts.split(key, value, (k, v) -> split.put(at, k, v)));
        }
        return split;
    }

    /** A partition that has never committed has none; instances of two releases may have left two. */
    private static byte[] newestMark(PartitionedEntries stored, byte[] key) {
        byte[] newest = null;
        for (int p = 0; p < stored.count(); p++) {
            byte[] mark = stored.get(p, key);
            if (mark != null && (newest == null || mark[0] > newest[0])) {
                newest = mark;
            }
        }
        return newest;
    }
}
