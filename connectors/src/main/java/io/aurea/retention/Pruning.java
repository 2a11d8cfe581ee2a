package io.aurea.retention;

import io.aurea.backoff.Backoff;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes rows that are older than their table's retention: partitions as a whole, what else is old row by row.
 *
 * <p>Age counts from the newest cycle, or from now if that is earlier: a recording of the past does not go as soon as it is
 * stored, and a loop that stands still keeps its last rows.
 *
 * <p>To drop a partition PostgreSQL waits for all who read the table, and whoever comes meanwhile waits too. So each try waits
 * for {@link #LOCK_TIMEOUT} at most, and there are only so many. Not thread-safe.
 */
public final class Pruning {

    /** Old enough for no clock that a row could have been written by. */
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Logger LOG = LoggerFactory.getLogger(Pruning.class);

    private static final String LOCK_TIMEOUT = "300ms";
    private static final int MOST_TRIES = 8;
    private static final Backoff PAUSES = new Backoff(200, 5_000, 0.2);
    private static final int BATCH = 5_000;

    /** SQLSTATEs of a lock that was not to be had. */
    private static final Set<String> BUSY = Set.of("55P03", "40P01");

    /** "aurea" in ASCII. */
    private static final long ONE_AT_A_TIME = 0x6175726561L;

    private static final String TRY_LOCK = "SELECT pg_try_advisory_lock(" + ONE_AT_A_TIME + ")";
    private static final String UNLOCK = "SELECT pg_advisory_unlock(" + ONE_AT_A_TIME + ")";
    private static final String NEWEST =
            "SELECT least(now(), max(timestamp)) FROM aurea_cycle_metrics HAVING max(timestamp) IS NOT NULL";
    private static final String OLD_PARTITIONS =
            "SELECT partition, starts, ends, bytes FROM aurea_partitions WHERE of_table = ? AND ends <= ? ORDER BY starts";
    private static final String COUNT = """
            SELECT count(*), count(*) FILTER (WHERE %s)
            FROM %s t, (SELECT ?::timestamptz) AS bound (cutoff) WHERE t.%s >= ? AND t.%3$s < ?""";

    /** Both keys of a partitioned table have the time, so that only the partition that holds the row is searched. */
    private static final String DELETE = """
            WITH old AS (
                SELECT t.id, t.%2$s AS at FROM %1$s t, (SELECT ?::timestamptz) AS bound (cutoff)
                WHERE t.%2$s < ? AND NOT %3$s ORDER BY t.%2$s LIMIT %4$d)
            DELETE FROM %1$s t USING old WHERE t.id = old.id AND t.%2$s = old.at AND t.%2$s < ?""";

    private final Connection connection;
    private final boolean everyRow;
    private final boolean dryRun;

    private record OldPartition(String name, OffsetDateTime starts, OffsetDateTime ends, long bytes) {}

    /**
     * @param connection without auto-commit, as the owner or as the sink's role; its lock_timeout changes
     * @param everyRow whether old rows also leave the partition in which the retention ends; otherwise they stay until all of it
     *     is old
     * @param dryRun whether to count only
     */
    public Pruning(Connection connection, boolean everyRow, boolean dryRun) {
        this.connection = connection;
        this.everyRow = everyRow;
        this.dryRun = dryRun;
    }

    /**
     * Prunes these tables.
     *
     * @return a report for each; empty when somebody else is pruning, or while there is no cycle to count from
     * @throws InterruptedException between two transactions; what was removed by then stays so
     */
    public Optional<List<PruneReport>> prune(Map<HistoryTable, Duration> retention)
            throws SQLException, InterruptedException {
        if (!dryRun && !succeeds(TRY_LOCK)) {
            return Optional.empty();
        }
        try {
            Optional<Instant> newest = newest();
            List<PruneReport> reports = new ArrayList<>();
            for (Map.Entry<HistoryTable, Duration> each : new EnumMap<>(retention).entrySet()) {
                Instant cutoff = newest.map(at -> before(at, each.getValue())).orElse(EARLIEST);
                reports.add(prune(each.getKey(), cutoff));
            }
            return Optional.of(reports);
        } finally {
            if (!dryRun && !connection.isClosed()) {
                connection.rollback();
                succeeds(UNLOCK);
            }
        }
    }

    private static Instant before(Instant newest, Duration age) {
        return age.compareTo(Duration.between(EARLIEST, newest)) >= 0 ? EARLIEST : newest.minus(age);
    }

    private PruneReport prune(HistoryTable table, Instant cutoff) throws SQLException, InterruptedException {
        OffsetDateTime before = cutoff.atOffset(ZoneOffset.UTC);
        boolean partitioned = isPartitioned(table);
        int partitions = 0;
        long partitionRows = 0;
        long bytes = 0;
        long deleted = 0;
        List<String> busy = new ArrayList<>();
        for (OldPartition old : partitioned ? oldPartitions(table, before) : List.<OldPartition>of()) {
            long[] rows = count(table, before, old.starts, old.ends);
            if (!busy.isEmpty()) {
                // To drop any partition takes the same lock on the table.
                busy.add(old.name);
            } else if (rows[1] > 0) {
                deleted += dryRun ? rows[0] - rows[1] : everyRow ? 0 : deleteOld(table, before, old.ends);
            } else if (dryRun || drop(table, old.name)) {
                partitions++;
                partitionRows += rows[0];
                bytes += old.bytes;
            } else {
                busy.add(old.name);
            }
        }
        // Rows of a partition that is in use go with it the next time, not one by one.
        if (busy.isEmpty() && (everyRow || !partitioned)) {
            deleted += dryRun ? remaining(table, before, deleted + partitionRows) : deleteOld(table, before, before);
        }
        return new PruneReport(table, cutoff, partitions, partitionRows, bytes, deleted, busy);
    }

    private long remaining(HistoryTable table, OffsetDateTime before, long counted) throws SQLException {
        long[] rows = count(table, before, OffsetDateTime.MIN, before);
        return rows[0] - rows[1] - counted;
    }

    private boolean isPartitioned(HistoryTable table) throws SQLException {
        boolean partitioned = succeeds(
                "SELECT relkind = 'p' FROM pg_class WHERE oid = 'public.%s'::regclass".formatted(table.tableName()));
        connection.commit();
        return partitioned;
    }

    private Optional<Instant> newest() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(NEWEST)) {
            Optional<Instant> newest = row.next()
                    ? Optional.of(row.getObject(1, OffsetDateTime.class).toInstant())
                    : Optional.empty();
            connection.commit();
            return newest;
        }
    }

    private List<OldPartition> oldPartitions(HistoryTable table, OffsetDateTime cutoff) throws SQLException {
        List<OldPartition> old = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(OLD_PARTITIONS)) {
            statement.setString(1, table.tableName());
            statement.setObject(2, cutoff);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    old.add(new OldPartition(
                            row.getString(1),
                            row.getObject(2, OffsetDateTime.class),
                            row.getObject(3, OffsetDateTime.class),
                            row.getLong(4)));
                }
            }
        }
        connection.commit();
        return old;
    }

    /** All rows from one time to another, and those of them that stay. */
    private long[] count(HistoryTable table, OffsetDateTime cutoff, OffsetDateTime from, OffsetDateTime to)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(COUNT.formatted(table.stays(), table.tableName(), table.time()))) {
            statement.setObject(1, cutoff);
            statement.setObject(2, from);
            statement.setObject(3, to);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                long[] rows = {row.getLong(1), row.getLong(2)};
                connection.commit();
                return rows;
            }
        }
    }

    private boolean drop(HistoryTable table, String partition) throws SQLException, InterruptedException {
        return persist(() -> {
            try (PreparedStatement statement = connection.prepareStatement("SELECT aurea_drop_partition(?, ?)")) {
                statement.setString(1, table.tableName());
                statement.setString(2, partition);
                statement.executeQuery().close();
            }
        });
    }

    private long deleteOld(HistoryTable table, OffsetDateTime cutoff, OffsetDateTime to)
            throws SQLException, InterruptedException {
        String sql = DELETE.formatted(table.tableName(), table.time(), table.stays(), BATCH);
        long deleted = 0;
        long[] batch = {BATCH};
        while (batch[0] == BATCH) {
            boolean done = persist(() -> {
                try (PreparedStatement statement = connection.prepareStatement(sql)) {
                    statement.setObject(1, cutoff);
                    statement.setObject(2, to);
                    statement.setObject(3, to);
                    batch[0] = statement.executeUpdate();
                }
            });
            if (!done) {
                LOG.info("{}: old rows are locked by somebody else; they stay for now", table.tableName());
                return deleted;
            }
            deleted += batch[0];
        }
        return deleted;
    }

    private interface Step {
        void run() throws SQLException;
    }

    /** A transaction, tried again while somebody holds a lock it needs; false when that does not end. */
    private boolean persist(Step step) throws SQLException, InterruptedException {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            if (tries > 0) {
                Thread.sleep(PAUSES.pauseMs(tries - 1));
            } else if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            try (Statement limit = connection.createStatement()) {
                limit.execute("SET LOCAL lock_timeout = '" + LOCK_TIMEOUT + "'");
                step.run();
                connection.commit();
                return true;
            } catch (SQLException failed) {
                connection.rollback();
                if (!BUSY.contains(failed.getSQLState())) {
                    throw failed;
                }
            }
        }
        return false;
    }

    private boolean succeeds(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getBoolean(1);
        }
    }
}
