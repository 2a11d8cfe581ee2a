package io.aurea.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aurea.backup.Manifest.CommittedOffset;
import io.aurea.installation.DatabaseSettings;
import io.aurea.migration.Migrations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** The tables of one database, copied as one transaction saw them. Not thread-safe. */
final class Tables implements AutoCloseable {
    private static final String HISTORY = "flyway_schema_history";
    private static final String EXISTS = "SELECT to_regclass('public.' || ?) IS NOT NULL";
    private static final String PARTITIONED =
            "SELECT relkind = 'p' FROM pg_class WHERE oid = to_regclass('public.' || ?)";
    private static final String MIGRATION = """
            SELECT version FROM %s WHERE success AND version IS NOT NULL ORDER BY installed_rank DESC LIMIT 1""".formatted(HISTORY);
    private static final String COLUMNS = """
            SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position)
            FROM information_schema.columns
            WHERE table_schema = 'public' AND table_name = ? AND is_generated = 'NEVER'""";
    private static final String SINK_OFFSETS =
            "SELECT connector, topic, partition, next_offset FROM aurea_sink_offsets WHERE next_offset IS NOT NULL";
    private static final String PUT_SINK_OFFSET =
            "INSERT INTO aurea_sink_offsets (connector, topic, partition, next_offset) VALUES (?, ?, ?, ?)";

    private final Connection connection;

    private Tables(Connection connection) {
        this.connection = connection;
    }

    /** Logs in as the owner. */
    static Tables of(DatabaseSettings database) throws SQLException {
        Connection connection =
                DriverManager.getConnection(database.url(), database.requiredOwner(), database.ownerPassword());
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setAutoCommit(false);
        return new Tables(connection);
    }

    /** Whether no migration has ever been applied. */
    boolean isEmpty() throws SQLException {
        return !exists(HISTORY);
    }

    /** Those of ours that are there; a database may hold others. */
    List<String> names() throws SQLException {
        List<String> names = new ArrayList<>();
        for (String table : Migrations.TABLES) {
            if (exists(table)) {
                names.add(table);
            }
        }
        return names;
    }

    private boolean exists(String table) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(EXISTS)) {
            query.setString(1, table);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /** The last versioned migration that was applied. */
    String migration() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(MIGRATION)) {
            if (!row.next()) {
                throw new SQLException("no migration has been applied to the database; allowed: `aurea migrate` first");
            }
            return row.getString(1);
        }
    }

    /** Writes the rows as CSV with a header. */
    void copyOut(String table, OutputStream to) throws SQLException, IOException {
        copies().copyOut(
                        "COPY (SELECT %s FROM %s) TO STDOUT (FORMAT csv, HEADER)".formatted(columns(table), table), to);
    }

    /** Reads rows of {@link #copyOut}; the header names the columns. */
    void copyIn(String table, InputStream from) throws SQLException, IOException {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        for (int next = from.read(); next != '\n'; next = from.read()) {
            if (next < 0) {
                throw new IOException("the rows of " + table + " have no header");
            }
            header.write(next);
        }
        String columns = Arrays.stream(header.toString(UTF_8).split(","))
                .map(name -> '"' + name.replace("\"", "") + '"')
                .collect(Collectors.joining(", "));
        if (isPartitioned(table)) {
            copyIntoPartitions(table, columns, from);
        } else {
            copy(table, columns, from);
        }
    }

    /** Which partitions the rows need is known when they are there. */
    private void copyIntoPartitions(String table, String columns, InputStream from) throws SQLException, IOException {
        String rows = "restored_" + table;
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMPORARY TABLE %s (LIKE %s INCLUDING DEFAULTS)".formatted(rows, table));
            copy(rows, columns, from);
            statement.execute("SELECT aurea_partitions_for('%s', '%s')".formatted(table, rows));
            statement.execute("INSERT INTO %1$s (%2$s) SELECT %2$s FROM %3$s".formatted(table, columns, rows));
            statement.execute("DROP TABLE " + rows);
        }
    }

    private void copy(String table, String columns, InputStream from) throws SQLException, IOException {
        copies().copyIn("COPY %s (%s) FROM STDIN (FORMAT csv)".formatted(table, columns), from);
    }

    private boolean isPartitioned(String table) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(PARTITIONED)) {
            query.setString(1, table);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /** How far each connector has stored each partition. */
    List<CommittedOffset> sinkOffsets() throws SQLException {
        List<CommittedOffset> offsets = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SINK_OFFSETS)) {
            while (row.next()) {
                offsets.add(new CommittedOffset(
                        row.getString("connector"),
                        row.getString("topic"),
                        row.getInt("partition"),
                        row.getLong("next_offset"),
                        ""));
            }
        }
        return offsets;
    }

    /** These and no others. */
    void putSinkOffsets(List<CommittedOffset> offsets) throws SQLException {
        try (Statement statement = connection.createStatement();
                PreparedStatement insert = connection.prepareStatement(PUT_SINK_OFFSET)) {
            statement.executeUpdate("DELETE FROM aurea_sink_offsets");
            for (CommittedOffset offset : offsets) {
                insert.setString(1, offset.group());
                insert.setString(2, offset.topic());
                insert.setInt(3, offset.partition());
                insert.setLong(4, offset.offset());
                insert.executeUpdate();
            }
        }
    }

    void commit() throws SQLException {
        connection.commit();
    }

    private CopyManager copies() throws SQLException {
        return connection.unwrap(PGConnection.class).getCopyAPI();
    }

    private String columns(String table) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(COLUMNS)) {
            query.setString(1, table);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    /** What was not committed is undone. */
    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
