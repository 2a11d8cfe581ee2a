package io.aurea.topology;

import io.aurea.state.Entries;
import io.aurea.state.StoredState;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Records that were read while work of an earlier one was still going on, in log order. Each one that is added does a piece of
 * that work, so there are never more of them than there were pieces. Not thread-safe.
 */
final class WaitingRecords implements StoredState {
    private final TreeMap<Long, ReadRecord> byOffset = new TreeMap<>();
    private final List<ReadRecord> added = new ArrayList<>();
    private final List<Long> gone = new ArrayList<>();
    private long storedBefore = Long.MIN_VALUE;

    boolean isEmpty() {
        return byOffset.isEmpty();
    }

    int size() {
        return byOffset.size();
    }

    void add(ReadRecord record) {
        byOffset.put(record.offset(), record);
        added.add(record);
    }

    /** Removes and returns the oldest one. */
    ReadRecord poll() {
        ReadRecord oldest = byOffset.pollFirstEntry().getValue();
        if (oldest.offset() < storedBefore) {
            gone.add(oldest.offset());
        }
        return oldest;
    }

    @Override
    public void load(byte[] key, byte[] value) {
        ReadRecord record = ReadRecord.CODEC.decode(value);
        byOffset.put(record.offset(), record);
        storedBefore = Math.max(storedBefore, record.offset() + 1);
    }

    @Override
    public int form() {
        return isEmpty() ? 1 : 2;
    }

    @Override
    public void save(Entries changes) {
        gone.forEach(offset -> changes.put(keyOf(offset), null));
        gone.clear();
        for (ReadRecord record : added) {
            if (byOffset.containsKey(record.offset())) {
                changes.put(keyOf(record.offset()), ReadRecord.CODEC.encode(record));
                storedBefore = record.offset() + 1;
            }
        }
        added.clear();
    }

    @Override
    public void saveAll(Entries all) {
        byOffset.forEach((offset, record) -> all.put(keyOf(offset), ReadRecord.CODEC.encode(record)));
    }

    private static byte[] keyOf(long offset) {
        return ByteBuffer.allocate(Long.BYTES).putLong(offset).array();
    }
}
