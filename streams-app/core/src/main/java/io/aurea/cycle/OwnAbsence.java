package io.aurea.cycle;

import io.aurea.state.Entries;
import io.aurea.state.StoredState;
import io.aurea.window.Absence;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * When the loop itself was absent, from the watermarks of the observation partitions: between two cycles it was absent
 * for as long as on the partition that missed its clock longest. It depends on how time passed on each partition, not
 * on their relative progress. Not thread-safe.
 */
final class OwnAbsence implements StoredState {
    private static final int ALL = -1;

    private final TreeMap<Integer, Absence> partitions = new TreeMap<>();
    private final TreeSet<Integer> changed = new TreeSet<>();
    private Absence all = Absence.rounded();

    /** @param absentMs until this time, since the beginning of the partition's log */
    void heard(int partition, long timeMs, long absentMs) {
        partitions.computeIfAbsent(partition, p -> Absence.exact()).mark(timeMs, absentMs);
        changed.add(partition);
    }

    /**
     * Determines how much of the time up to this end of a window was absence. Every partition has passed it, besides those left
     * out: of them nobody could be heard since they stand still.
     */
    void close(long endMs, Set<Integer> leftOut) {
        if (partitions.isEmpty()) {
            return;
        }
        long most = 0;
        if (all.markedUntil() != Long.MIN_VALUE) {
            for (Absence partition : partitions.values()) {
                most = Math.max(most, partition.between(all.markedUntil(), endMs));
            }
            for (int partition : leftOut) {
                Absence heard = partitions.get(partition);
                long until = heard == null ? Long.MIN_VALUE : heard.markedUntil();
                most = Math.max(most, endMs - Math.max(all.markedUntil(), until));
            }
        }
        all.add(endMs, most);
        changed.add(ALL);
    }

    Absence all() {
        return all;
    }

    @Override
    public void load(byte[] key, byte[] value) {
        int partition = ByteBuffer.wrap(key).getInt();
        if (partition == ALL) {
            all = Absence.decode(value);
        } else {
            partitions.put(partition, Absence.decode(value));
        }
    }

    @Override
    public void save(Entries changes) {
        changed.forEach(partition -> put(partition, changes));
        changed.clear();
    }

    @Override
    public void saveAll(Entries to) {
        partitions.keySet().forEach(partition -> put(partition, to));
        if (all.markedUntil() != Long.MIN_VALUE) {
            put(ALL, to);
        }
    }

    private void put(int partition, Entries to) {
        Absence absence = partition == ALL ? all : partitions.get(partition);
        to.put(ByteBuffer.allocate(Integer.BYTES).putInt(partition).array(), absence.encode());
    }
}
