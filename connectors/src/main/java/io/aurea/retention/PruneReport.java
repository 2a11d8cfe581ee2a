package io.aurea.retention;

import java.time.Instant;
import java.util.List;

/**
 * What went from a table, or would go.
 *
 * @param cutoff rows before it were old
 * @param partitions partitions that went as a whole
 * @param partitionRows rows in them
 * @param bytes what they took on disk, with indices
 * @param deletedRows rows that went one by one; their space is used again, but not given back
 * @param busy partitions that stayed because somebody was reading them all the time
 */
public record PruneReport(
        HistoryTable table,
        Instant cutoff,
        int partitions,
        long partitionRows,
        long bytes,
        long deletedRows,
        List<String> busy) {

    public PruneReport {
        busy = List.copyOf(busy);
    }

    public boolean isEmpty() {
        return partitions == 0 && deletedRows == 0 && busy.isEmpty();
    }
}
