package io.aurea.sink;

import io.aurea.retention.HistoryTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * A table's columns as the database describes them. They are taken from here and not from the records: a record may be
 * a schema version ahead of the migrations, and an insert into a missing column would stop the task.
 *
 * @param columns writable columns with their types, without generated ones
 * @param partitionedBy columns that say in which partition a row belongs; empty for a table without partitions
 */
record TableMetadata(TableConfig config, Map<String, ColumnType> columns, List<String> partitionedBy) {

    private static final String FIND = "SELECT to_regclass(?)::oid";

    private static final String COLUMNS = """
            SELECT attname, typname FROM pg_attribute JOIN pg_type ON pg_type.oid = atttypid
            WHERE attrelid = ? AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attidentity <> 'a'
            ORDER BY attnum""";

    private static final String UNIQUE_KEYS = """
            SELECT (SELECT array_agg(attname::text) FROM pg_attribute
                    WHERE attrelid = indrelid AND attnum = ANY (indkey[0:indnkeyatts - 1]))
            FROM pg_index
            WHERE indrelid = ? AND indisunique AND indisvalid AND indimmediate
              AND indpred IS NULL AND indexprs IS NULL""";

    private static final String PARTITIONED_BY = """
            SELECT attname FROM pg_partitioned_table JOIN pg_attribute ON attrelid = partrelid
            WHERE partrelid = ? AND attnum = ANY (partattrs) ORDER BY attnum""";

    private static final String PARTITION = "public.aurea_partition(text, timestamptz, integer)";

    private static final String MAY_PARTITION =
            "SELECT coalesce(has_function_privilege(to_regprocedure('" + PARTITION + "')::oid, 'EXECUTE'), false)";

    private static final String MAY = "SELECT has_table_privilege(?::oid, ?)";

    /**
     * Reads and checks that the table and its key columns exist, that a unique key matches, and that the role may
     * write.
     *
     * @throws ConnectException naming the setting, the table and what is missing
     */
    static TableMetadata read(Connection connection, TableConfig config) throws SQLException {
        long oid = find(connection, config.name());
        Map<String, ColumnType> columns = columns(connection, oid);
        checkColumns(config, "key", config.key(), columns);
        checkColumns(config, "delete.key", config.deleteKey(), columns);
        checkColumns(config, "rename", List.copyOf(config.rename().values()), columns);
        List<String> partitionedBy = partitionedBy(connection, oid);
        TableMetadata table = new TableMetadata(config, columns, partitionedBy);
        checkUniqueKey(connection, oid, table);
        List<String> rights = new ArrayList<>(List.of("SELECT", "INSERT", "UPDATE"));
        if (!config.deleteKey().isEmpty() || config.isRetained()) {
            rights.add("DELETE");
        }
        checkRights(connection, oid, config.name(), rights);
        if (table.partitionTime().isPresent()) {
            checkMayPartition(connection);
        }
        return table;
    }

    /**
     * Columns of the unique key by which rows are upserted. In a partitioned table PostgreSQL wants those among them that
     * say in which partition a row belongs, whether the configured key names them or not.
     */
    List<String> conflictKey() {
        return Stream.concat(config.key().stream(), partitionedBy.stream())
                .distinct()
                .toList();
    }

    /** The column by whose time the partitions are made that rows need; empty where that is not ours to do. */
    Optional<String> partitionTime() {
        return HistoryTable.of(config.name()).isPresent()
                ? partitionedBy.stream().findFirst()
                : Optional.empty();
    }

    /** The table's quoted name for SQL. */
    String sqlName() {
        return quoteName(config.name());
    }

    static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    static long find(Connection connection, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setString(1, quoteName(name));
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                long oid = rows.getLong(1);
                if (rows.wasNull()) {
                    throw new ConnectException("table " + name + " does not exist in "
                            + connection.getMetaData().getURL().replaceFirst("\\?.*", "")
                            + ": run the migrations, or correct its name");
                }
                return oid;
            }
        }
    }

    static void checkRights(Connection connection, long oid, String table, List<String> rights) throws SQLException {
        for (String right : rights) {
            try (PreparedStatement statement = connection.prepareStatement(MAY)) {
                statement.setLong(1, oid);
                statement.setString(2, right);
                try (ResultSet rows = statement.executeQuery()) {
                    rows.next();
                    if (!rows.getBoolean(1)) {
                        String role = connection.getMetaData().getUserName();
                        throw new ConnectException("role " + role + " may not " + right + " on table " + table
                                + ": GRANT " + String.join(", ", rights) + " ON " + table + " TO " + role);
                    }
                }
            }
        }
    }

    private static Map<String, ColumnType> columns(Connection connection, long oid) throws SQLException {
        Map<String, ColumnType> columns = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            statement.setLong(1, oid);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    columns.put(rows.getString(1), ColumnType.of(rows.getString(2)));
                }
            }
        }
        return columns;
    }

    private static void checkColumns(
            TableConfig config, String setting, List<String> named, Map<String, ColumnType> columns) {
        for (String column : named) {
            if (!columns.containsKey(column)) {
                throw new ConnectException("tables." + config.alias() + "." + setting + " names " + column
                        + ", which is not a column of " + config.name() + "; it has " + columns.keySet());
            }
        }
    }

    private static List<String> partitionedBy(Connection connection, long oid) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(PARTITIONED_BY)) {
            statement.setLong(1, oid);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    columns.add(rows.getString(1));
                }
            }
        }
        return List.copyOf(columns);
    }

    private static void checkMayPartition(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(MAY_PARTITION);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            if (!rows.getBoolean(1)) {
                String role = connection.getMetaData().getUserName();
                throw new ConnectException("role " + role + " may not make partitions: GRANT EXECUTE ON FUNCTION "
                        + PARTITION + " TO " + role);
            }
        }
    }

    private static void checkUniqueKey(Connection connection, long oid, TableMetadata table) throws SQLException {
        TableConfig config = table.config;
        Set<Set<String>> keys = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(UNIQUE_KEYS)) {
            statement.setLong(1, oid);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    keys.add(Set.of((String[]) rows.getArray(1).getArray()));
                }
            }
        }
        if (!keys.contains(Set.copyOf(table.conflictKey()))) {
            throw new ConnectException("tables." + config.alias() + ".key is " + config.key() + ", but " + config.name()
                    + " has no unique key on exactly these columns"
                    + (table.partitionedBy.isEmpty() ? "" : " and those of its partitions, " + table.partitionedBy)
                    + "; it has " + keys);
        }
    }

    private static String quoteName(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? quote(name) : quote(name.substring(0, dot)) + '.' + quote(name.substring(dot + 1));
    }
}
