package io.aurea.command;

import io.aurea.installation.DatabaseSettings;
import io.aurea.installation.Installation;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.postgresql.PGProperty;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.ServerErrorMessage;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "sql",
        mixinStandardHelpOptions = true,
        header = "Asks the history in PostgreSQL and prints the answer as a table.",
        description = {
            "",
            "Connects as the stack's reading role, in a read-only transaction: nothing can be changed by it. Times are"
                    + " shown in UTC, a missing value as -.",
            "",
            "Examples:",
            "  ./aurea sql 'SELECT cycle_number, success_rate FROM aurea_cycle_metrics ORDER BY 1 DESC LIMIT 5'",
            "  ./aurea sql - < report.sql",
            "  ./aurea sql --csv 'SELECT detected_at, source, pattern_type FROM aurea_pattern_onsets' > onsets.csv",
            ""
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  answered, also when the answer has no rows",
            "  2  the server refused the statement or cannot be reached; stderr says why and where in the statement"
        })
final class SqlCommand implements Callable<Integer> {

    private static final int CONNECT_TIMEOUT_S = 10;
    private static final int MOST_ROWS = 1_000_000;

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ServersOption servers;

    @Parameters(paramLabel = "STATEMENT", description = "One SQL statement, in quotes; - reads it from stdin.")
    private String statement;

    @Option(
            names = "--csv",
            description =
                    "Print comma-separated values, with a header, instead of a table. An answer that is cut says so"
                            + " on stderr.")
    private boolean csv;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "1000",
            converter = Limit.class,
            description = "Most rows to print, 1 to 1000000; a longer answer is cut and says so. Default:"
                    + " ${DEFAULT-VALUE}.")
    private int limit;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "60s",
            converter = DurationConverter.class,
            description = "How long the server may work on the statement, from 1ms on. Default: ${DEFAULT-VALUE}.")
    private Duration timeout;

    SqlCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (timeout.isZero()) {
            throw new ParameterException(spec.commandLine(), "--timeout is 0s; allowed: from 1ms on");
        }
        Installation at = servers.read();
        DatabaseSettings database = at.database();
        String sql = statement.equals("-") ? readAll(System.in) : statement;
        try (Connection connection = connect(database);
                Statement query = connection.createStatement()) {
            // One more than is printed tells a cut answer from a complete one.
            query.setMaxRows(limit + 1);
            print(query, sql);
            return ExitCode.DONE;
        } catch (SQLException refused) {
            throw new UserError(reason(refused, sql, at), refused);
        }
    }

    private static String readAll(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    private Connection connect(DatabaseSettings database) throws SQLException {
        Properties properties = new Properties();
        PGProperty.USER.set(properties, database.reader());
        if (database.readerPassword() != null) {
            PGProperty.PASSWORD.set(properties, database.readerPassword());
        }
        PGProperty.APPLICATION_NAME.set(properties, "aurea sql");
        PGProperty.CONNECT_TIMEOUT.set(properties, CONNECT_TIMEOUT_S);
        PGProperty.LOGIN_TIMEOUT.set(properties, CONNECT_TIMEOUT_S);
        // Otherwise the driver makes only explicit transactions read-only.
        PGProperty.READ_ONLY_MODE.set(properties, "always");
        Connection connection = DriverManager.getConnection(database.url(), properties);
        connection.setReadOnly(true);
        try (Statement session = connection.createStatement()) {
            // The driver sets the zone of the JVM; the data dictionary speaks UTC.
            session.execute("SET TIME ZONE 'UTC'");
            session.execute("SET statement_timeout = " + timeout.toMillis());
        }
        return connection;
    }

    private void print(Statement query, String sql) throws SQLException {
        PrintWriter out = spec.commandLine().getOut();
        boolean rows = query.execute(sql);
        while (rows || query.getUpdateCount() != -1) {
            if (rows) {
                try (ResultSet answer = query.getResultSet()) {
                    print(ResultTable.read(answer, limit), out);
                }
            }
            rows = query.getMoreResults();
        }
        out.flush();
    }

    private void print(ResultTable table, PrintWriter out) {
        if (!csv) {
            table.print(out, terminal.columns());
            return;
        }
        table.printCsv(out);
        if (table.cut()) {
            spec.commandLine().getErr().println("the first %d rows; --limit shows more".formatted(limit));
        }
    }

    private String reason(SQLException refused, String sql, Installation at) {
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

    /** The server's position, a count of characters from 1, as line and column with the text that stands there. */
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

    static final class Limit implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            int rows = text.matches("\\d{1,7}") ? Integer.parseInt(text) : 0;
            if (rows < 1 || rows > MOST_ROWS) {
                throw new TypeConversionException("'%s' is not allowed; allowed: 1 to %d".formatted(text, MOST_ROWS));
            }
            return rows;
        }
    }
}
