package io.aurea.cli.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.aurea.cli.ExitCode;
import io.aurea.cli.ResultTable;
import io.aurea.cli.ResultTable.Column;
import io.aurea.cli.ServersOption;
import io.aurea.cli.Terminal;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "topology",
        mixinStandardHelpOptions = true,
        header = "Shows who calls whom in a tenant, and how the loop knows.",
        description = {
            "",
            "A call is learned from the peer of operations or from the name of a series, declared in the policy"
                    + " (dependencies), or both. One that the policy denies (no_dependencies) does not count, also where it is"
                    + " seen. Asks the app's API. Times are UTC, to five minutes.",
            "",
            "Examples:",
            "  ./aurea topology shop",
            "  ./aurea topology shop --source cart --json",
            ""
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  shown, also when no call is known",
            "  2  a wrong flag, a tenant nobody knows, an app that does not answer"
        })
public final class TopologyCli implements Callable<Integer> {
    private static final List<Column> CALLS = List.of(
            new Column("caller", false),
            new Column("callee", false),
            new Column("origin", false),
            new Column("last seen", false));
    /** The most that the API gives at once. */
    private static final int PAGE = 1_000;

    private final Terminal terminal;

    @Mixin
    private ServersOption servers;

    @Parameters(paramLabel = "TENANT", converter = TenantConverter.class, description = "Whose calls.")
    private String tenant;

    @Option(names = "--source", paramLabel = "SOURCE", description = "Only the calls from and to this source.")
    private String source;

    @Option(names = "--json", description = "One JSON array with one object per call instead of a table.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    TopologyCli(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        AppApi api = new AppApi(servers.read(), spec.commandLine().getErr());
        ArrayNode calls = JsonNodeFactory.instance.arrayNode();
        String first = "/topology?limit=" + PAGE + "&tenant=" + encoded(tenant)
                + (source == null ? "" : "&source=" + encoded(source));
        String cursor = null;
        do {
            JsonNode page = api.get(first + (cursor == null ? "" : "&cursor=" + encoded(cursor)));
            page.path("items").forEach(calls::add);
            cursor = page.path("next_cursor").textValue();
        } while (cursor != null);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(calls);
        } else if (calls.isEmpty()) {
            out.println(
                    source == null
                            ? "no calls are known of " + tenant
                                    + ": send operations with a peer, or declare dependencies in its policy"
                            : "no calls are known from or to " + source + " of " + tenant);
        } else {
            print(calls, out);
        }
        out.flush();
        return ExitCode.DONE;
    }

    private void print(ArrayNode calls, PrintWriter out) {
        List<List<String>> rows = new ArrayList<>();
        calls.forEach(call -> rows.add(
                Arrays.asList(of(call, "caller"), of(call, "callee"), of(call, "origin"), of(call, "last_seen"))));
        new ResultTable(CALLS, rows, false).print(out, terminal.columns());
    }

    private static String of(JsonNode call, String field) {
        return call.hasNonNull(field) ? ResultTable.printable(call.path(field).asText()) : null;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
