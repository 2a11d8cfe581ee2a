package io.aurea.cli.read;

import io.aurea.cli.DurationConverter;
import io.aurea.cli.UserError;
import io.aurea.installation.DatabaseSettings;
import io.aurea.installation.Installation;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.postgresql.PGProperty;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.ServerErrorMessage;

/** The history in PostgreSQL, for the commands: with the reading role, read-only. */
public final class HistoryDatabase {

    private static final int CONNECT_TIMEOUT_S = 10;

    private HistoryDatabase() {}

    /**
     * A connection whose every statement is read-only. Times are in UTC.
     *
     * @param command its name in the server's list of sessions
     * @param timeout the server's limit for a statement
     */
    public static Connection connect(Installation at, String command, Duration timeout) throws SQLException {
        DatabaseSettings database = at.database();
        Properties properties = new Properties();
        PGProperty.USER.set(properties, database.reader());
        if (database.readerPassword() != null) {
            PGProperty.PASSWORD.set(properties, database.readerPassword());
        }
        PGProperty.APPLICATION_NAME.set(properties, "aurea " + command);
        PGProperty.CONNECT_TIMEOUT.set(properties, CONNECT_TIMEOUT_S);
        PGProperty.LOGIN_TIMEOUT.set(properties, CONNECT_TIMEOUT_S);
        // By default the driver makes only explicit transactions read-only.
        PGProperty.READ_ONLY_MODE.set(properties, "always");
        Connection connection = DriverManager.getConnection(database.url(), properties);
        connection.setReadOnly(true);
        try (Statement session = connection.createStatement()) {
            // The driver sets the JVM's zone; the documented times are UTC.
            session.execute("SET TIME ZONE 'UTC'");
            session.execute("SET statement_timeout = " + timeout.toMillis());
        }
        return connection;
    }

    /** Why a statement failed, and where in it. */
    public static UserError failure(SQLException refused, String sql, Installation at, Duration timeout) {
        return new UserError(reason(refused, sql, at, timeout), refused);
    }

    private static String reason(SQLException refused, String sql, Installation at, Duration timeout) {
        String state = refused.getSQLState();
        if (PSQLState.QUERY_CANCELED.getState().equals(state)) {
            return "the statement took longer than --timeout %s".formatted(DurationConverter.text(timeout));
        }
        ServerErrorMessage server = refused instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
        if (server == null) {
            return "PostgreSQL at %s: %s".formatted(at.describe(DatabaseSettings.URL_CONFIG, ""), refused.getMessage());
        }
        StringBuilder reason = new StringBuilder("SQL: ").append(server.getMessage());
        if (server.getPosition() > 0) {
            reason.append(", at ").append(place(sql, server.getPosition()));
        }
        if (server.getHint() != null) {
            reason.append(" (").append(server.getHint()).append(')');
        }
        return reason.toString();
    }

    /** The server's position, a count of characters from 1, as line and column with the text found there. */
    static String place(String sql, int position) {
        int index = sql.offsetByCodePoints(0, Math.min(position - 1, sql.codePointCount(0, sql.length())));
        String before = sql.substring(0, index);
        long line = before.chars().filter(character -> character == '\n').count() + 1;
        int column = index - before.lastIndexOf('\n');
        String rest = sql.substring(index).lines().findFirst().orElse("");
        String near = rest.length() > 20 ? rest.substring(0, 20) + "..." : rest;
        return near.isEmpty()
                ? "line %d column %d (the end)".formatted(line, column)
                : "line %d column %d, near '%s'".formatted(line, column, near);
    }
}
