package io.aurea.cli.read;

import com.fasterxml.jackson.databind.JsonNode;
import io.aurea.cli.ExitCode;
import io.aurea.cli.ResultTable;
import io.aurea.cli.ResultTable.Column;
import io.aurea.cli.ServersOption;
import io.aurea.cli.Terminal;
import io.aurea.installation.Installation;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        header = "Shows how the tenants are, or one of them in full.",
        description = {
            "",
            "Asks the app's API, at the first of http.urls that answers: any instance answers for all. Without"
                    + " --tenant, one line per tenant. A line on stderr says when an answer comes from a copy, and how old"
                    + " it is.",
            "",
            "Examples:",
            "  ./aurea status",
            "  ./aurea status --tenant demo-shop --watch",
            "  ./aurea status --tenant demo-shop --json",
            ""
        },
        footerHeading = "%nExit codes:%n",
        footer = {"  0  shown", "  2  a wrong flag, a tenant nobody knows, an app that does not answer"})
public final class StatusCli implements Callable<Integer> {
    private static final Duration WATCH_INTERVAL = Duration.ofSeconds(2);
    private static final List<Column> TENANTS = List.of(
            new Column("tenant", false),
            new Column("health", true),
            new Column("success", true),
            new Column("cycles", true),
            new Column("patterns", true),
            new Column("goals", true),
            new Column("open", true),
            new Column("to approve", true),
            new Column("autonomy", true),
            new Column("last cycle", false));
    private static final List<Column> FIELDS = List.of(new Column("field", false), new Column("value", false));

    private final Terminal terminal;

    @Mixin
    private ServersOption servers;

    @Option(names = "--tenant", paramLabel = "TENANT", description = "Only this tenant, in full.")
    private String tenant;

    @Option(names = "--json", description = "Print the API's answer, one line of JSON.")
    private boolean json;

    @Option(names = "--watch", description = "Print again every 2 s, until Ctrl-C.")
    private boolean watch;

    @Spec
    private CommandSpec spec;

    StatusCli(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        Installation at = servers.read();
        AppApi api = new AppApi(at, spec.commandLine().getErr());
        String path =
                tenant == null ? "/tenants" : "/status?tenant=" + URLEncoder.encode(tenant, StandardCharsets.UTF_8);
        PrintWriter out = spec.commandLine().getOut();
        while (true) {
            show(api.get(path), out);
            if (!watch) {
                return ExitCode.DONE;
            }
            Thread.sleep(WATCH_INTERVAL.toMillis());
        }
    }

    private void show(JsonNode answer, PrintWriter out) {
        if (json) {
            out.println(answer);
        } else if (tenant == null) {
            List<List<String>> rows = new ArrayList<>();
            answer.path("items").forEach(item -> rows.add(row(item)));
            new ResultTable(TENANTS, rows, false).print(out, terminal.columns());
        } else {
            List<List<String>> rows = new ArrayList<>();
            fields("", answer, rows);
            new ResultTable(FIELDS, rows, false).print(out, terminal.columns());
        }
        out.flush();
    }

    private static List<String> row(JsonNode item) {
        List<String> row = new ArrayList<>();
        row.add(ResultTable.printable(item.path("tenant_id").asText()));
        row.add(number(item.path("health_score"), 1, 1));
        row.add(number(item.path("success_rate"), 100, 1));
        row.add(item.path("cycles_completed").asText());
        row.add(item.path("active_patterns").asText());
        row.add(item.path("active_goals").asText());
        row.add(item.path("open_decisions").asText());
        row.add(item.path("awaiting_approval").asText());
        row.add(
                item.path("paused").asBoolean()
                        ? "paused"
                        : item.path("autonomy_level").asText());
        row.add(
                item.path("last_cycle_at").isNull()
                        ? null
                        : item.path("last_cycle_at").asText());
        return row;
    }

    private static String number(JsonNode value, double times, int digits) {
        return value.isNull()
                ? null
                : String.format(java.util.Locale.ROOT, "%." + digits + "f", value.asDouble() * times);
    }

    /** Every field by its path, in the order of the answer. */
    private static void fields(String path, JsonNode node, List<List<String>> rows) {
        if (node.isObject()) {
            node.properties()
                    .forEach(field -> fields(
                            path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue(), rows));
        } else if (node.isArray() && node.size() > 0 && node.get(0).isContainerNode()) {
            for (int i = 0; i < node.size(); i++) {
                fields(path + "." + (i + 1), node.get(i), rows);
            }
        } else {
            String text = node.isNull() ? null : ResultTable.printable(node.isArray() ? numbers(node) : node.asText());
            List<String> row = new ArrayList<>();
            row.add(path);
            row.add(text);
            rows.add(row);
        }
    }

    private static String numbers(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(one -> texts.add(one.asText()));
        return String.join(" ", texts);
    }
}
