package io.aurea.topology;

import io.aurea.window.Tally;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Observe's progress on this instance's partitions, as of their last commit. Thread-safe. */
public final class ObserveProgress {

    /**
     * @param watermark epoch milliseconds; empty before the first accepted record
     * @param open open series windows
     * @param limited how often a limit has refused a record or cost a series its history, since the task began here
     * @param openUntil when the last of them closes, epoch milliseconds: its end plus grace; empty when none is open
     */
    public record Partition(Tally tally, Optional<Long> watermark, int open, long limited, Optional<Long> openUntil) {}

    private final ConcurrentSkipListMap<Integer, Partition> partitions = new ConcurrentSkipListMap<>();

    private final Set<Integer> underWay = ConcurrentHashMap.newKeySet();

    void set(int partition, Partition progress) {
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
    public Map<Integer, Partition> partitions() {
        return partitions;
    }

    /** The sum of this instance's tallies. */
    public Tally tally() {
        return partitions.values().stream().map(Partition::tally).reduce(Tally.NONE, Tally::plus);
    }
}
