package io.aurea.cli.stack;

import io.aurea.cli.ExitCode;
import io.aurea.cli.ServersOption;
import io.aurea.cli.UserError;
import io.aurea.connector.ShippedConnector;
import io.aurea.installation.DatabaseSettings;
import io.aurea.installation.Installation;
import io.aurea.retention.HistoryTable;
import io.aurea.retention.PruneReport;
import io.aurea.retention.Pruning;
import io.aurea.sink.RetentionSettings;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "prune",
        mixinStandardHelpOptions = true,
        header = "Removes old rows from PostgreSQL.",
        description = {
            "",
            "By connector.tables.*.retention.ms, as the sink does by itself; but the sink waits until all of a partition is old"
                    + " (a week of cycles, a month of anything else), and prune also deletes the old rows of the partition"
                    + " in which the retention ends. Age counts from the newest cycle, or from now if that is earlier. What"
                    + " is still open stays: decisions, goals and patterns. Logs in as jdbc.user.",
            "",
            "Whoever reads a table waits for less than a second; a partition that is in use all the time stays, and is named.",
            "",
            "Examples:",
            "  ./aurea prune --config aurea.properties --dry-run",
            "  ./aurea prune --config aurea.properties --older-than 90d --table aurea_cycle_metrics",
            ""
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  nothing old is left, or with --dry-run: counted",
            "  1  a partition is in use; the rest is done. It can be done again",
            "  2  nothing done, or not all of it; one line on stderr says why"
        })
public final class PruneCli implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ServersOption servers;

    @Option(names = "--dry-run", description = "Only count what would go.")
    private boolean dryRun;

    @Option(
            names = "--older-than",
            paramLabel = "AGE",
            converter = Age.class,
            description = "Instead of the settings: a whole number with d or h, such as 90d. Needs --table.")
    private Duration olderThan;

    @Option(
            names = "--table",
            paramLabel = "NAME",
            description = "Only this table. May be given several times. Default: all that have a retention.")
    private List<String> tables = List.of();

    @Override
    public Integer call() {
        Installation at = servers.read();
        Map<HistoryTable, Duration> retention = retention(at);
        DatabaseSettings database = at.database();
        try (Connection connection =
                DriverManager.getConnection(database.url(), database.requiredOwner(), database.ownerPassword())) {
            connection.setAutoCommit(false);
            List<PruneReport> reports = new Pruning(connection, true, dryRun)
                    .prune(retention)
                    .orElseThrow(
                            () -> new UserError("the sink, or another prune, is at it just now; nothing was done"));
            reports.forEach(this::print);
            if (reports.isEmpty()) {
                spec.commandLine().getOut().println("no table has a retention: nothing to do");
            }
            spec.commandLine().getOut().flush();
            List<String> busy =
                    reports.stream().flatMap(each -> each.busy().stream()).toList();
            busy.forEach(each -> spec.commandLine()
                    .getErr()
                    .println("aurea: partition %s is in use all the time and stays for now".formatted(each)));
            return busy.isEmpty() ? ExitCode.DONE : ExitCode.INCOMPLETE;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted; what was removed by then is gone", stopped);
        } catch (SQLException failed) {
            throw new UserError("not all that is old is gone: " + failed.getMessage(), failed);
        }
    }

    private Map<HistoryTable, Duration> retention(Installation at) {
        if (olderThan != null && tables.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "--older-than needs --table: some tables keep rows for ever");
        }
        Map<HistoryTable, Duration> settings = settings(at);
        if (tables.isEmpty()) {
            return settings;
        }
        Map<HistoryTable, Duration> retention = new EnumMap<>(HistoryTable.class);
        for (String name : tables) {
            HistoryTable table = HistoryTable.of(name)
                    .orElseThrow(() -> new ParameterException(
                            spec.commandLine(),
                            "--table is %s; allowed: %s".formatted(name, String.join(", ", HistoryTable.names()))));
            Duration age = olderThan == null ? settings.get(table) : olderThan;
            if (age == null) {
                throw new UserError(
                        "rows of %s stay for ever; allowed: a retention.ms for it, or --older-than".formatted(name));
            }
            retention.put(table, age);
        }
        return retention;
    }

    private static Map<HistoryTable, Duration> settings(Installation at) {
        Map<HistoryTable, Duration> all = new EnumMap<>(HistoryTable.class);
        try {
            Arrays.stream(ShippedConnector.values())
                    .forEach(shipped -> all.putAll(RetentionSettings.read(at.connector(shipped))));
            return all;
        } catch (ConfigException wrong) {
            throw new UserError("of the settings connector.*: " + wrong.getMessage(), wrong);
        }
    }

    private void print(PruneReport report) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                "%s: %s %d partitions with %d rows and %d bytes, and %d rows one by one; older than %s%n",
                report.table().tableName(),
                dryRun ? "would remove" : "removed",
                report.partitions(),
                report.partitionRows(),
                report.bytes(),
                report.deletedRows(),
                report.cutoff());
    }

    static final class Age implements ITypeConverter<Duration> {
        private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,6})([dh])");

        @Override
        public Duration convert(String text) {
            Matcher form = FORM.matcher(text);
            if (!form.matches()) {
                throw new TypeConversionException(
                        "'%s' is not an age; allowed is a whole number from 1 with d or h, e.g. 90d, 12h"
                                .formatted(text));
            }
            long amount = Long.parseLong(form.group(1));
            return form.group(2).equals("d") ? Duration.ofDays(amount) : Duration.ofHours(amount);
        }
    }
}
