package io.aurea.topology;

import io.aurea.cycle.OrientTally;
import io.aurea.cycle.SlowestPartition;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Orient's progress on this instance's partitions of the loop, as of their last commit. Thread-safe. */
public final class OrientProgress {

    /**
     * @param waiting observations in trends that wait for their cycle
     * @param records of the loop that wait until cycles that are due are closed
     * @param leftOut observation partitions that are not waited for any more
     * @param slowest the observation partition that time waits for; empty before the first watermark
     */
    public record Partition(
            OrientTally tally, long waiting, int records, int leftOut, Optional<SlowestPartition> slowest) {}

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
    public OrientTally tally() {
        return partitions.values().stream().map(Partition::tally).reduce(OrientTally.NONE, OrientTally::plus);
    }
}
