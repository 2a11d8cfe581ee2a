package io.aurea.topology;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** A stage's progress on this instance's partitions, as of their last commit. Thread-safe. */
abstract sealed class PartitionProgress<P> permits ObserveProgress, OrientProgress {
    private final ConcurrentSkipListMap<Integer, P> partitions = new ConcurrentSkipListMap<>();
    private final Set<Integer> underWay = ConcurrentHashMap.newKeySet();

    void set(int partition, P progress) {
        partitions.put(partition, progress);
    }

    /** Whether work that was cut is still under way there, or what came of it is not committed yet. */
    void underWay(int partition, boolean is) {
        if (is) {
            underWay.add(partition);
        } else {
            underWay.remove(partition);
        }
    }

    void remove(int partition) {
        partitions.remove(partition);
        underWay.remove(partition);
    }

    /** This instance's partitions where work that was cut is under way. */
    public Set<Integer> underWay() {
        return underWay;
    }

    /** The partitions of this instance, in order. */
    public Map<Integer, P> partitions() {
        return partitions;
    }
}
