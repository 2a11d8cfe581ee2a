package io.aurea.cli.read;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aurea.brain.BrainClient;
import io.aurea.brain.Remembered;
import io.aurea.cli.ExitCode;
import io.aurea.cli.ResultTable;
import io.aurea.cli.ServersOption;
import io.aurea.cli.Terminal;
import io.aurea.cli.UserError;
import io.aurea.installation.Installation;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "search",
        mixinStandardHelpOptions = true,
        header = "Finds entries by words, best matches first.",
        description = {
            "",
            "Words are found whatever their inflection, in keys, categories, tags and values. As on the web: all"
                    + " words must match; or between two words for either, - before a word to exclude, quotes around a"
                    + " phrase. Expired entries are left out.",
            "",
            "Examples:",
            "  ./aurea brain search 'timeout payment'",
            "  ./aurea brain search 'restart or roll_back' --tenant shop --json",
            ""
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  answered, also when nothing was found",
            "  2  no word to search for, a wrong flag, an unreachable server"
        })
final class BrainSearchCli implements Callable<Integer> {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String TIME_OF_DATA = "SELECT max(window_end) FROM aurea_cycle_metrics";
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOST_TEXT = 2_000;

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ServersOption servers;

    @Parameters(arity = "1..*", paramLabel = "WORDS", description = "What to search for.")
    private List<String> words;

    @Option(
            names = "--tenant",
            paramLabel = "TENANT",
            converter = TenantConverter.class,
            description = "Only this tenant's. Default: all.")
    private String tenant;

    @Option(
            names = "--json",
            description =
                    "One JSON array of objects: tenant_id, key, value, category, priority, source, importance, tags,"
                            + " rank, expires_at, last_updated.")
    private boolean json;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "Most entries, 1 to 1000. Default: ${DEFAULT-VALUE}.")
    private int limit;

    BrainSearchCli(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws JsonProcessingException {
        Installation at = servers.read();
        try (BrainClient brain = new BrainClient(Map.of(), () -> HistoryDatabase.connect(at, "brain", LIMIT))) {
            List<Remembered> found = brain.search(tenant, String.join(" ", words), asOf(at), limit);
            if (json) {
                printJson(found);
            } else {
                table(found).print(spec.commandLine().getOut(), terminal.columns(), ResultTable.Highlight.NONE);
            }
            spec.commandLine().getOut().flush();
            return ExitCode.DONE;
        } catch (IllegalArgumentException unfit) {
            throw new UserError(unfit.getMessage(), unfit);
        } catch (SQLException failed) {
            throw HistoryDatabase.failure(failed, "", at, LIMIT);
        }
    }

    /** If time comes from the records, entries expire by it. */
    private static Instant asOf(Installation at) throws SQLException {
        if (at.app().wallClock()) {
            return Instant.now();
        }
        try (Connection connection = HistoryDatabase.connect(at, "brain", LIMIT);
                Statement query = connection.createStatement();
                ResultSet rows = query.executeQuery(TIME_OF_DATA)) {
            rows.next();
            Timestamp time = rows.getTimestamp(1);
            return time == null ? Instant.now() : time.toInstant();
        }
    }

    private void printJson(List<Remembered> found) throws JsonProcessingException {
        ArrayNode all = JSON.createArrayNode();
        for (Remembered r : found) {
            ObjectNode one = all.addObject()
                    .put("tenant_id", r.tenant())
                    .put("key", r.key())
                    .put("category", r.category())
                    .put("priority", r.priority())
                    .put("source", r.source())
                    .put("importance", r.importance())
                    .put("rank", r.rank())
                    .put("expires_at", text(r.expiresAt()))
                    .put("last_updated", text(r.lastUpdated()));
            one.set("value", JSON.readTree(r.value()));
            one.set("tags", JSON.valueToTree(r.tags()));
        }
        spec.commandLine()
                .getOut()
                .println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all));
    }

    private static String text(Instant time) {
        return time == null ? null : time.toString();
    }

    private ResultTable table(List<Remembered> found) {
        List<ResultTable.Column> columns = List.of(
                new ResultTable.Column("rank", true),
                new ResultTable.Column("tenant", false),
                new ResultTable.Column("key", false),
                new ResultTable.Column("category", false),
                new ResultTable.Column("priority", false),
                new ResultTable.Column("updated", false),
                new ResultTable.Column("value", false));
        List<List<String>> rows = found.stream()
                .map(r -> List.of(
                        String.format(Locale.ROOT, "%.3f", r.rank()),
                        r.tenant(),
                        ResultTable.printable(r.key()),
                        r.category() == null ? "" : ResultTable.printable(r.category()),
                        r.priority() == null ? "" : r.priority(),
                        r.lastUpdated().toString(),
                        cut(ResultTable.printable(r.value()))))
                .toList();
        return new ResultTable(columns, rows, false);
    }

    private static String cut(String text) {
        return text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT) + "…";
    }
}
