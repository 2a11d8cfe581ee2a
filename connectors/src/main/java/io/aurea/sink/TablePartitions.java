package io.aurea.sink;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sees to it that the partition of every row exists, in a transaction of its own: the lock that making one takes ends with
 * it, and an empty partition does no harm. What it has seen it remembers, so that PostgreSQL is asked once per partition and
 * connection. Not thread-safe.
 */
final class TablePartitions {

    private static final String ENSURE = "SELECT starts, ends FROM aurea_partition(?, ?)";

    private final Connection connection;

    /** End by start, by table. */
    private final Map<String, TreeMap<OffsetDateTime, OffsetDateTime>> known = new HashMap<>();

    TablePartitions(Connection connection) {
        this.connection = connection;
    }

    /** Makes what is missing. No transaction may be open. */
    void ensure(List<RowWrite> rows) throws SQLException {
        boolean asked = false;
        for (RowWrite row : rows) {
            OffsetDateTime time = row.time();
            if (time != null && !isKnown(row.table(), time)) {
                learn(row.table(), time);
                asked = true;
            }
        }
        if (asked) {
            connection.commit();
        }
    }

    /** After an error: somebody may have dropped a partition. */
    void forget() {
        known.clear();
    }

    private boolean isKnown(String table, OffsetDateTime time) {
        TreeMap<OffsetDateTime, OffsetDateTime> partitions = known.get(table);
        Map.Entry<OffsetDateTime, OffsetDateTime> last = partitions == null ? null : partitions.floorEntry(time);
        return last != null && time.isBefore(last.getValue());
    }

    private void learn(String table, OffsetDateTime time) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ENSURE)) {
            statement.setString(1, table.substring(table.indexOf('.') + 1));
            statement.setObject(2, time);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                known.computeIfAbsent(table, first -> new TreeMap<>())
                        .put(row.getObject(1, OffsetDateTime.class), row.getObject(2, OffsetDateTime.class));
            }
        }
    }
}
