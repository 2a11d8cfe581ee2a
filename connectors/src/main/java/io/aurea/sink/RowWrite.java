package io.aurea.sink;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * One statement with its values, ready to send.
 *
 * @param table the table; writes to one table keep their order
 */
record RowWrite(String table, Statement statement, Object[] values) {

    /** SQL and the types of its parameters; one instance per column set, so that rows of one can be a batch. */
    record Statement(String sql, List<ColumnType> types) {}

    void bind(PreparedStatement prepared) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.types().get(i).bind(prepared, i + 1, values[i]);
        }
    }
}
