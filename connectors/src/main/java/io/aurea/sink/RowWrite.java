package io.aurea.sink;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * One statement with its values, ready to send.
 *
 * @param table the table; writes to one table keep their order
 */
record RowWrite(String table, Statement statement, Object[] values) {

    static final int WITHOUT_TIME = -1;

    /**
     * SQL and the types of its parameters; one instance per column set, so that rows of one can be a batch.
     *
     * @param time which of them is the time that says in which partition the row belongs, or {@link #WITHOUT_TIME}
     */
    record Statement(String sql, List<ColumnType> types, int time) {}

    void bind(PreparedStatement prepared) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.types().get(i).bind(prepared, i + 1, values[i]);
        }
    }

    /** The time that says in which partition the row belongs; null where there is none of ours, or it is text. */
    OffsetDateTime time() {
        return statement.time == WITHOUT_TIME || !(values[statement.time] instanceof OffsetDateTime time) ? null : time;
    }
}
