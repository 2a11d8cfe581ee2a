package io.aurea.sink;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * The table in which a connector keeps its offsets. A task that claims a partition raises the epoch, which fences the
 * task before it, even when the offsets happen to agree. The caller commits.
 */
final class OffsetTable {

    static final String NAME = "aurea_sink_offsets";

    private static final String CLAIM = """
            INSERT INTO aurea_sink_offsets AS t (connector, topic, partition) VALUES (?, ?, ?)
            ON CONFLICT (connector, topic, partition) DO UPDATE SET epoch = t.epoch + 1, updated_at = now()
            RETURNING epoch, next_offset""";

    private static final String READ =
            "SELECT epoch, next_offset FROM aurea_sink_offsets WHERE connector = ? AND topic = ? AND partition = ?";

    private static final String ADVANCE = """
            UPDATE aurea_sink_offsets SET next_offset = ?, updated_at = now()
            WHERE connector = ? AND topic = ? AND partition = ? AND epoch = ? AND next_offset IS NOT DISTINCT FROM ?""";

    private static final String ALTER = """
            INSERT INTO aurea_sink_offsets AS t (connector, topic, partition, next_offset) VALUES (?, ?, ?, ?)
            ON CONFLICT (connector, topic, partition)
            DO UPDATE SET epoch = t.epoch + 1, next_offset = EXCLUDED.next_offset, updated_at = now()""";

    private static final String PARTITIONS =
            "SELECT topic, partition FROM aurea_sink_offsets WHERE connector = ? ORDER BY topic, partition";

    private final Connection connection;
    private final String connector;

    /**
     * A partition's row.
     *
     * @param nextOffset offset of the next record to read; null before the first
     */
    record Stored(long epoch, Long nextOffset) {}

    OffsetTable(Connection connection, String connector) {
        this.connection = connection;
        this.connector = connector;
    }

    /** @throws ConnectException if the table is missing or the role may not use it */
    void check() throws SQLException {
        long oid = TableMetadata.find(connection, NAME);
        TableMetadata.checkRights(connection, oid, NAME, List.of("SELECT", "INSERT", "UPDATE"));
    }

    /** Claims the partition; waits for a transaction of the previous task. */
    Stored claim(TopicPartition partition) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(CLAIM)) {
            setKey(statement, 1, partition);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return stored(rows);
            }
        }
    }

    /** The current row; epoch 0 without one. */
    Stored read(TopicPartition partition) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(READ)) {
            setKey(statement, 1, partition);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? stored(rows) : new Stored(0, null);
            }
        }
    }

    /** All partitions that the connector has ever held. */
    List<TopicPartition> partitions() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PARTITIONS)) {
            statement.setString(1, connector);
            List<TopicPartition> partitions = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    partitions.add(new TopicPartition(rows.getString(1), rows.getInt(2)));
                }
            }
            return partitions;
        }
    }

    /**
     * Advances offsets, if they are still as this task left them.
     *
     * @throws ConnectException if this task is fenced: another one has claimed a partition, or its offset was changed
     *     by hand
     */
    void advance(Map<TopicPartition, PartitionClaim> claims, Map<TopicPartition, Long> next) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ADVANCE)) {
            for (Map.Entry<TopicPartition, Long> move : next.entrySet()) {
                PartitionClaim claim = claims.get(move.getKey());
                statement.setLong(1, move.getValue());
                setKey(statement, 2, move.getKey());
                statement.setLong(5, claim.epoch());
                setOffset(statement, 6, claim.stored());
                if (statement.executeUpdate() == 0) {
                    throw takenOver(move.getKey(), claim, read(move.getKey()));
                }
            }
        }
    }

    /** Sets offsets from outside; null deletes one. A task that is still running fails at its next write. */
    void alter(Map<TopicPartition, Long> offsets) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ALTER)) {
            for (Map.Entry<TopicPartition, Long> offset : offsets.entrySet()) {
                setKey(statement, 1, offset.getKey());
                setOffset(statement, 4, offset.getValue());
                statement.executeUpdate();
            }
        }
    }

    static ConnectException takenOver(TopicPartition partition, PartitionClaim claim, Stored stored) {
        return new ConnectException("this task is fenced: it lost " + partition + "; it holds epoch " + claim.epoch()
                + " and next offset " + claim.stored() + ", but " + NAME + " says epoch " + stored.epoch()
                + " and next offset " + stored.nextOffset()
                + ". Another task has taken it over, or someone changed the row; nothing of this batch was stored");
    }

    private void setKey(PreparedStatement statement, int index, TopicPartition partition) throws SQLException {
        statement.setString(index, connector);
        statement.setString(index + 1, partition.topic());
        statement.setInt(index + 2, partition.partition());
    }

    private static void setOffset(PreparedStatement statement, int index, Long offset) throws SQLException {
        statement.setObject(index, offset, Types.BIGINT);
    }

    private static Stored stored(ResultSet rows) throws SQLException {
        long epoch = rows.getLong("epoch");
        long offset = rows.getLong("next_offset");
        return new Stored(epoch, rows.wasNull() ? null : offset);
    }
}
