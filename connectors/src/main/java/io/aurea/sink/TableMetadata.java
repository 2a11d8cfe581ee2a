package io.aurea.sink;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * A table's columns as the database describes them. They are taken from here and not from the records: a record may be
 * a schema version ahead of the migrations, and an insert into a missing column would stop the task.
 *
 * @param columns writable columns with their types, without generated ones
 */
record TableMetadata(TableConfig config, Map<String, ColumnType> columns) {

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
        checkUniqueKey(connection, oid, config);
        List<String> rights = new ArrayList<>(List.of("SELECT", "INSERT", "UPDATE"));
        if (!config.deleteKey().isEmpty()) {
            rights.add("DELETE");
        }
        checkRights(connection, oid, config.name(), rights);
        return new TableMetadata(config, columns);
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

    private static void checkUniqueKey(Connection connection, long oid, TableConfig config) throws SQLException {
        Set<Set<String>> keys = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(UNIQUE_KEYS)) {
            statement.setLong(1, oid);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    keys.add(Set.of((String[]) rows.getArray(1).getArray()));
                }
            }
        }
        if (!keys.contains(Set.copyOf(config.key()))) {
            throw new ConnectException("tables." + config.alias() + ".key is " + config.key() + ", but " + config.name()
                    + " has no unique key on exactly these columns; it has " + keys);
        }
    }

    private static String quoteName(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? quote(name) : quote(name.substring(0, dot)) + '.' + quote(name.substring(dot + 1));
    }
}
