package io.aurea.cli.read;

import io.aurea.cli.ExitCode;
import io.aurea.cli.OrderlyStop;
import io.aurea.cli.ResultTable;
import io.aurea.cli.ServersOption;
import io.aurea.cli.Terminal;
import io.aurea.installation.Installation;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists something from the history, once or repeatedly. */
abstract class ListCli implements Callable<Integer> {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final String CLEAR = "\033[H\033[2J";

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ServersOption servers;

    @Option(
            names = "--tenant",
            paramLabel = "TENANT",
            converter = TenantConverter.class,
            description = "Only this tenant's. Default: all.")
    private String tenant;

    @Option(
            names = "--json",
            description =
                    "One JSON array with one object per row instead of a table: every column of the view behind the list,"
                            + " by name.")
    private boolean json;

    @Option(
            names = "--watch",
            description =
                    "Refresh every 2 s, until Ctrl-C. If stdout is not a terminal, only changes are printed after the"
                            + " first time; with --json one array per line.")
    private boolean watch;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            converter = LimitConverter.class,
            description = "Most rows, 1 to 10000, the latest first. Default: ${DEFAULT-VALUE}.")
    private int limit;

    ListCli(Terminal terminal) {
        this.terminal = terminal;
    }

    abstract Listing listing();

    /** Which rows of the view to list, as SQL; its parameter, if any, is {@link #wanted}. */
    abstract String condition();

    /** The value of the parameter in the condition; null when there is none. */
    String wanted() {
        return null;
    }

    /** Prints a row that is neither in a table nor JSON; null: a table. */
    Page page() {
        return null;
    }

    /** Called before the first query, for what the flags leave open. */
    void prepare(Installation at) {}

    /** Prints one row as a page. */
    @FunctionalInterface
    interface Page {
        /** @param row the row's JSON */
        void print(String row, PrintWriter out, Terminal terminal);
    }

    final CommandSpec spec() {
        return spec;
    }

    final String tenant() {
        return tenant;
    }

    final void tenant(String name) {
        tenant = name;
    }

    @Override
    public final Integer call() throws InterruptedException {
        Installation at = servers.read();
        prepare(at);
        String sql =
                json || page() != null ? listing().json(condition()) : listing().table(condition());
        PrintWriter out = spec.commandLine().getOut();
        try (Connection connection = HistoryDatabase.connect(at, spec.name(), LIMIT);
                PreparedStatement query = connection.prepareStatement(sql)) {
            int parameter = 1;
            query.setString(parameter++, tenant);
            if (wanted() != null) {
                query.setString(parameter++, wanted());
            }
            // One more than is printed, to know whether there are more.
            query.setInt(parameter, limit + 1);
            if (watch) {
                watch(query, out);
            } else {
                print(read(query), out);
            }
            return ExitCode.DONE;
        } catch (SQLException failed) {
            throw HistoryDatabase.failure(failed, sql, at, LIMIT);
        }
    }

    private ResultTable read(PreparedStatement query) throws SQLException {
        try (ResultSet answer = query.executeQuery()) {
            return ResultTable.read(answer, limit);
        }
    }

    private void watch(PreparedStatement query, PrintWriter out) throws SQLException, InterruptedException {
        OrderlyStop stop = new OrderlyStop(spec.commandLine().getErr());
        stop.onSignals();
        stop.started();
        try {
            Set<List<String>> shown = null;
            do {
                ResultTable now = read(query);
                if (terminal.columns() > 0 && !json) {
                    out.print(CLEAR);
                    print(now, out);
                } else if (shown == null) {
                    print(now, out);
                } else {
                    printChanged(now, shown, out);
                }
                out.flush();
                shown = new HashSet<>(now.rows());
            } while (!stop.requestedWithin(EVERY));
        } finally {
            stop.closeAll();
        }
    }

    private void printChanged(ResultTable now, Set<List<String>> shown, PrintWriter out) {
        List<List<String>> changed =
                now.rows().stream().filter(row -> !shown.contains(row)).toList();
        if (changed.isEmpty()) {
            return;
        }
        ResultTable rows = new ResultTable(now.columns(), changed, false);
        if (json || page() != null) {
            print(rows, out);
        } else {
            rows.printCells(out, terminal.columns(), highlight());
        }
    }

    private void print(ResultTable table, PrintWriter out) {
        if (json) {
            List<String> rows = table.rows().stream().map(row -> row.get(0)).toList();
            out.println(watch ? "[" + String.join(",", rows) + "]" : array(rows));
            if (table.cut()) {
                spec.commandLine().getErr().println("the first %d; --limit shows more".formatted(limit));
            }
        } else if (page() != null) {
            table.rows().forEach(row -> page().print(row.get(0), out, terminal));
        } else {
            table.print(out, terminal.columns(), highlight());
        }
        out.flush();
    }

    private static String array(List<String> rows) {
        return rows.isEmpty() ? "[]" : "[\n" + String.join(",\n", rows) + "\n]";
    }

    private ResultTable.Highlight highlight() {
        return terminal.colours() ? Colours::of : ResultTable.Highlight.NONE;
    }
}
