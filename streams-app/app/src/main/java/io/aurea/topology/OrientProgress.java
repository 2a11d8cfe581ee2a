package io.aurea.topology;

import io.aurea.cycle.OrientTally;
import io.aurea.cycle.SlowestPartition;
import java.util.Optional;

/** Orient's progress on this instance's partitions of the loop, as of their last commit. Thread-safe. */
public final class OrientProgress extends PartitionProgress<OrientProgress.Partition> {

    /**
     * @param waiting observations in trends that wait for their cycle
     * @param records of the loop that wait until cycles that are due are closed
     * @param leftOut observation partitions that are not waited for any more
     * @param slowest the observation partition that time waits for; empty before the first watermark
     * @param tenants with data
     * @param limited tenants whose last cycle a limit has kept something out of
     * @param ended tenants that have ended by themselves since the task began here
     */
    public record Partition(
            OrientTally tally,
            long waiting,
            int records,
            int leftOut,
            Optional<SlowestPartition> slowest,
            int tenants,
            int limited,
            long ended) {}

    /** The sum of this instance's tallies. */
    public OrientTally tally() {
        return partitions().values().stream().map(Partition::tally).reduce(OrientTally.NONE, OrientTally::plus);
    }
}
