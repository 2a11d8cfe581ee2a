package io.aurea.cli.read;

import io.aurea.cli.DurationConverter;
import io.aurea.cli.ExitCode;
import io.aurea.cli.ResultTable;
import io.aurea.cli.ServersOption;
import io.aurea.cli.Terminal;
import io.aurea.installation.Installation;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Callable;
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
        header = "Queries the history in PostgreSQL and prints the result as a table.",
        description = {
            "",
            "Connects as the stack's reading role, in a read-only transaction, which cannot change anything."
                    + " Times are shown in UTC, a missing value as -.",
            "",
            "Examples:",
            "  ./aurea sql 'SELECT cycle_number, success_rate FROM aurea_cycle_metrics ORDER BY 1 DESC LIMIT 5'",
            "  ./aurea sql - < report.sql",
            "  ./aurea sql --csv 'SELECT detected_at, source, pattern_type FROM aurea_pattern_onsets' > onsets.csv",
            ""
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  answered, even if the result has no rows",
            "  2  the server refused the statement or cannot be reached; stderr says why and where in the statement"
        })
public final class SqlCli implements Callable<Integer> {

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
                    "Print comma-separated values, with a header, instead of a table. If the result is cut, stderr says"
                            + " so.")
    private boolean csv;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "1000",
            converter = RowLimit.class,
            description =
                    "Most rows to print, 1 to 1000000; a longer result is cut, with a note. Default: ${DEFAULT-VALUE}.")
    private int limit;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "60s",
            converter = DurationConverter.class,
            description = "How long the server may work on the statement, at least 1ms. Default: ${DEFAULT-VALUE}.")
    private Duration timeout;

    SqlCli(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (timeout.isZero()) {
            throw new ParameterException(spec.commandLine(), "--timeout is 0s; allowed: at least 1ms");
        }
        Installation at = servers.read();
        String sql = statement.equals("-") ? readAll(System.in) : statement;
        try (Connection connection = HistoryDatabase.connect(at, "sql", timeout);
                Statement query = connection.createStatement()) {
            // One more than is printed, to know whether there are more.
            query.setMaxRows(limit + 1);
            print(query, sql);
            return ExitCode.DONE;
        } catch (SQLException refused) {
            throw HistoryDatabase.failure(refused, sql, at, timeout);
        }
    }

    private static String readAll(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
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

    static final class RowLimit implements ITypeConverter<Integer> {
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
