package io.aurea.topology;

import io.aurea.window.Tally;
import java.util.Optional;

/** Observe's progress on this instance's partitions, as of their last commit. Thread-safe. */
public final class ObserveProgress extends PartitionProgress<ObserveProgress.Partition> {

    /**
     * @param watermark epoch milliseconds; empty before the first accepted record
     * @param open open series windows
     * @param limited how often a limit has refused a record or cost a series its history, since the task began here
     * @param openUntil when the last of them closes, epoch milliseconds: its end plus grace; empty when none is open
     */
    public record Partition(Tally tally, Optional<Long> watermark, int open, long limited, Optional<Long> openUntil) {}

    /** The sum of this instance's tallies. */
    public Tally tally() {
        return partitions().values().stream().map(Partition::tally).reduce(Tally.NONE, Tally::plus);
    }
}
