package io.aurea.sink;

import io.aurea.retention.HistoryTable;
import io.aurea.retention.PruneReport;
import io.aurea.retention.Pruning;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes old rows now and then, on a thread and a connection of its own: storing goes on meanwhile, and an error here is
 * logged and tried again next time. Of several tasks one does it.
 */
final class ScheduledPruning implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ScheduledPruning.class);

    /** Not at once: a task that is restarted over and over shall not do only this. */
    private static final long LONGEST_FIRST_DELAY_MS = 60_000;

    /** A transaction here takes less. */
    private static final long STOP_LIMIT_MS = 10_000;

    private final PostgresSinkConfig config;
    private final String connector;
    private final Map<HistoryTable, Duration> retention;
    private final ScheduledExecutorService thread;

    private ScheduledPruning(PostgresSinkConfig config, String connector, Map<HistoryTable, Duration> retention) {
        this.config = config;
        this.connector = connector;
        this.retention = retention;
        thread = new ScheduledThreadPoolExecutor(1, work -> {
            Thread made = new Thread(work, "aurea-prune " + connector);
            made.setDaemon(true);
            return made;
        });
    }

    /** Starts it; empty when nothing ever gets old, or it is turned off. */
    static Optional<ScheduledPruning> start(PostgresSinkConfig config, String connector) {
        Map<HistoryTable, Duration> retention = config.retention();
        long interval = config.pruneIntervalMs();
        if (retention.isEmpty() || interval == 0) {
            return Optional.empty();
        }
        ScheduledPruning pruning = new ScheduledPruning(config, connector, retention);
        pruning.thread.scheduleWithFixedDelay(
                pruning::prune, Math.min(interval, LONGEST_FIRST_DELAY_MS), interval, TimeUnit.MILLISECONDS);
        return Optional.of(pruning);
    }

    private void prune() {
        try (Connection connection = Session.connect(config, connector)) {
            Optional<List<PruneReport>> reports = new Pruning(connection, false, false).prune(retention);
            for (PruneReport report : reports.orElse(List.of())) {
                if (!report.isEmpty()) {
                    LOG.info(
                            "{}: of {} what is older than {} is gone: {} partitions with {} rows and {} bytes, and {} rows{}",
                            connector,
                            report.table().tableName(),
                            report.cutoff(),
                            report.partitions(),
                            report.partitionRows(),
                            report.bytes(),
                            report.deletedRows(),
                            report.busy().isEmpty() ? "" : "; in use, and so tried again later: " + report.busy());
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (SQLException | RuntimeException failed) {
            LOG.warn("{}: old rows could not be removed; they are tried again later", connector, failed);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(STOP_LIMIT_MS, TimeUnit.MILLISECONDS)) {
                LOG.warn("{}: removing old rows has not ended yet", connector);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
