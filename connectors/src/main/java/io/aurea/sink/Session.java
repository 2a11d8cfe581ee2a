package io.aurea.sink;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * One connection to PostgreSQL with its checked tables and prepared statements. After an error that is not a row's
 * fault it is closed and a fresh one opened. Not thread-safe.
 */
final class Session implements AutoCloseable {

    private static final int MAX_STATEMENTS = 256;

    /**
     * Text with a time but no zone means UTC. The timeouts end what a disconnected worker left behind: its open
     * transaction would keep the next task from claiming its partitions.
     */
    private static final String SETTINGS =
            "SET TIME ZONE 'UTC'; SET lock_timeout = '30s';" + " SET idle_in_transaction_session_timeout = '60s'";

    private final Connection connection;
    private final int batchSize;
    private final OffsetTable offsets;
    private final List<TableMapping> mappings;
    private final TablePartitions partitions;

    /** By SQL; the least recently used one is closed first. */
    private final LinkedHashMap<String, PreparedStatement> statements = new LinkedHashMap<>(16, 0.75f, true);

    /** Rows added to a statement and not yet sent, by table, so that each table sees its rows in order. */
    private final Map<String, Pending> pending = new LinkedHashMap<>();

    private record Pending(RowWrite.Statement kind, PreparedStatement prepared, int rows) {}

    private Session(Connection connection, int batchSize, OffsetTable offsets, List<TableMapping> mappings) {
        this.connection = connection;
        this.batchSize = batchSize;
        this.offsets = offsets;
        this.mappings = mappings;
        this.partitions = new TablePartitions(connection);
    }

    /**
     * Connects and checks every table.
     *
     * @throws ConnectException if a table, column, key or right is missing
     */
    static Session open(PostgresSinkConfig config, String connector) throws SQLException {
        Connection connection = connect(config, connector);
        try {
            OffsetTable offsets = new OffsetTable(connection, connector);
            offsets.check();
            List<TableMapping> mappings = new ArrayList<>();
            for (TableConfig table : config.tables()) {
                mappings.add(new TableMapping(TableMetadata.read(connection, table)));
            }
            connection.commit();
            return new Session(connection, config.batchSize(), offsets, List.copyOf(mappings));
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** A connection without auto-commit, as both the tasks and the connector use it. */
    static Connection connect(PostgresSinkConfig config, String connector) throws SQLException {
        Properties driver = config.driverProperties("aurea-postgres-sink " + connector);
        Connection connection = DriverManager.getConnection(config.url(), driver);
        try (Statement statement = connection.createStatement()) {
            statement.execute(SETTINGS);
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    OffsetTable offsets() {
        return offsets;
    }

    List<TableMapping> mappings() {
        return mappings;
    }

    TablePartitions partitions() {
        return partitions;
    }

    /** Adds the row to a batch, and sends the batch when it is full or a row for another statement of the table comes. */
    void add(RowWrite row) throws SQLException {
        Pending open = pending.get(row.table());
        if (open != null && open.kind != row.statement()) {
            open.prepared.executeBatch();
            open = null;
        }
        PreparedStatement prepared = open == null ? prepare(row.statement()) : open.prepared;
        row.bind(prepared);
        prepared.addBatch();
        int rows = open == null ? 1 : open.rows + 1;
        if (rows == batchSize) {
            prepared.executeBatch();
            pending.remove(row.table());
        } else {
            pending.put(row.table(), new Pending(row.statement(), prepared, rows));
        }
    }

    /** Sends what is still pending. */
    void flush() throws SQLException {
        for (Pending batch : pending.values()) {
            batch.prepared.executeBatch();
        }
        pending.clear();
    }

    /**
     * Sends all the rows of one record, or none of them.
     *
     * @throws SQLException after undoing only these rows, if it is a row's fault
     */
    void addAlone(List<RowWrite> rows) throws SQLException {
        Savepoint savepoint = connection.setSavepoint();
        try {
            for (RowWrite row : rows) {
                PreparedStatement prepared = prepare(row.statement());
                row.bind(prepared);
                prepared.executeUpdate();
            }
        } catch (SQLException e) {
            if (SqlFault.of(e) == SqlFault.ROW) {
                connection.rollback(savepoint);
            }
            throw e;
        }
        connection.releaseSavepoint(savepoint);
    }

    void commit() throws SQLException {
        connection.commit();
    }

    void rollback() throws SQLException {
        for (Pending batch : pending.values()) {
            batch.prepared.clearBatch();
        }
        pending.clear();
        connection.rollback();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private PreparedStatement prepare(RowWrite.Statement kind) throws SQLException {
        PreparedStatement prepared = statements.get(kind.sql());
        if (prepared == null) {
            if (statements.size() == MAX_STATEMENTS) {
                flush();
                var eldest = statements.entrySet().iterator();
                eldest.next().getValue().close();
                eldest.remove();
            }
            prepared = connection.prepareStatement(kind.sql());
            statements.put(kind.sql(), prepared);
        }
        return prepared;
    }
}
