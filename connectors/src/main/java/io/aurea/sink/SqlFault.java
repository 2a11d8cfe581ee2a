package io.aurea.sink;

import java.io.IOException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.Set;

/** What a PostgreSQL error is due to, by its SQLSTATE. */
enum SqlFault {
    /** The row can never be stored; the others can. */
    ROW,
    /** PostgreSQL is unavailable, overloaded or rolled the transaction back: a retry may succeed. */
    PASSING,
    /** Somebody has to act first: a missing table, a missing right, a wrong password. */
    LASTING;

    /** Data exception, constraint violation, program limit (row or index entry too large), view check. */
    private static final Set<String> ROW_CLASSES = Set.of("22", "23", "44", "54");

    /** Type mismatch, text that cannot become the type, RAISE in a trigger. */
    private static final Set<String> ROW_STATES = Set.of("42804", "42846", "P0001");

    /** Connection, rollback (deadlock), resources, system error. */
    private static final Set<String> PASSING_CLASSES = Set.of("08", "40", "53", "58");

    /**
     * Read-only after a failover, transaction timeout, lock timeout, cancelled or shut down by an operator; and a key that is not
     * the table's, which the next session reads anew: the table was migrated under this one.
     */
    private static final Set<String> PASSING_STATES =
            Set.of("25006", "25P03", "25P04", "42P10", "55P03", "57014", "57P01", "57P02", "57P03", "57P05");

    static SqlFault of(SQLException error) {
        String state = error.getSQLState();
        if (error.getCause() instanceof IOException) {
            return PASSING;
        }
        if (state == null || state.length() != 5) {
            return LASTING;
        }
        String stateClass = state.substring(0, 2);
        if (ROW_CLASSES.contains(stateClass) || ROW_STATES.contains(state)) {
            return ROW;
        }
        if (PASSING_CLASSES.contains(stateClass) || PASSING_STATES.contains(state)) {
            return PASSING;
        }
        return LASTING;
    }

    /** Of a batch, the error of the row itself: the batch's own message repeats the whole statement. */
    static String reason(SQLException error) {
        SQLException cause = error instanceof BatchUpdateException && error.getNextException() != null
                ? error.getNextException()
                : error;
        return cause.getMessage() + " (SQLSTATE " + cause.getSQLState() + ")";
    }
}
