package io.aurea.topology;

import io.aurea.state.Entries;
import io.aurea.state.StoredState;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Records that were read while work of an earlier one was still going on, in log order. Each one that is added does a piece of
 * that work, so there are never more of them than there were pieces. Not thread-safe.
 */
final class WaitingRecords implements StoredState {
    /** By number, in the order in which they came; not by offset, since a restore renumbers a log. */
    private final TreeMap<Long, ReadRecord> byNumber = new TreeMap<>();

    private final Set<Long> changed = new LinkedHashSet<>();
    private long next;

    boolean isEmpty() {
        return byNumber.isEmpty();
    }

    int size() {
        return byNumber.size();
    }

    void add(ReadRecord record) {
        byNumber.put(next, record);
        changed.add(next);
        next++;
    }

    /** Removes and returns the oldest one. */
    ReadRecord poll() {
        Map.Entry<Long, ReadRecord> oldest = byNumber.pollFirstEntry();
        // One that came and went between two saves was never stored.
        if (!changed.remove(oldest.getKey())) {
            changed.add(oldest.getKey());
        }
        return oldest.getValue();
    }

    @Override
    public void load(byte[] key, byte[] value) {
        long number = ByteBuffer.wrap(key).getLong();
        byNumber.put(number, ReadRecord.CODEC.decode(value));
        next = Math.max(next, number + 1);
    }

    @Override
    public int form() {
        return isEmpty() ? 1 : 2;
    }

    @Override
    public void save(Entries changes) {
        for (long number : changed) {
            ReadRecord record = byNumber.get(number);
            changes.put(keyOf(number), record == null ? null : ReadRecord.CODEC.encode(record));
        }
        changed.clear();
    }

    @Override
    public void saveAll(Entries all) {
        byNumber.forEach((number, record) -> all.put(keyOf(number), ReadRecord.CODEC.encode(record)));
    }

    private static byte[] keyOf(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }
}
