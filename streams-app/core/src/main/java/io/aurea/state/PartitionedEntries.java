package io.aurea.state;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.ToIntFunction;

/** The stored entries of one state, partition by partition, while they are placed anew. Not thread-safe. */
public final class PartitionedEntries {
    private final List<TreeMap<ByteBuffer, byte[]>> partitions = new ArrayList<>();

    /** @param count of partitions, all empty */
    public PartitionedEntries(int count) {
        for (int p = 0; p < count; p++) {
            partitions.add(new TreeMap<>());
        }
    }

    public int count() {
        return partitions.size();
    }

    /** @param value null deletes the entry */
    public void put(int partition, byte[] key, byte[] value) {
        if (value == null) {
            partitions.get(partition).remove(ByteBuffer.wrap(key));
        } else {
            partitions.get(partition).put(ByteBuffer.wrap(key), value);
        }
    }

    public void putAll(byte[] key, byte[] value) {
        for (int p = 0; p < count(); p++) {
            put(p, key, value);
        }
    }

    /** The value of this key; null where the partition has none. */
    public byte[] get(int partition, byte[] key) {
        return partitions.get(partition).get(ByteBuffer.wrap(key));
    }

    /** The entries of a partition, in the order of keys. */
    public void forEach(int partition, BiConsumer<byte[], byte[]> to) {
        partitions.get(partition).forEach((key, value) -> to.accept(key.array(), value));
    }

    /** The number of entries whose key begins with this letter. */
    public long count(byte letter) {
        return partitions.stream()
                .map(Map::keySet)
                .mapToLong(keys ->
                        keys.stream().filter(key -> key.get(0) == letter).count())
                .sum();
    }

    /**
     * Places the entries whose key begins with this letter.
     *
     * @param partitionOf by the key as a whole
     */
    public void place(byte letter, PartitionedEntries from, ToIntFunction<byte[]> partitionOf) {
        for (int p = 0; p < from.count(); p++) {
            from.forEach(p, (key, value) -> {
                if (key[0] == letter) {
                    put(partitionOf.applyAsInt(key), key, value);
                }
            });
        }
    }
}
