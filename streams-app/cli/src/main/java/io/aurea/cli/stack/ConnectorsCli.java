package io.aurea.cli.stack;

import io.aurea.cli.CommandGroup;
import io.aurea.cli.DurationConverter;
import io.aurea.cli.ErrorLine;
import io.aurea.cli.ExitCode;
import io.aurea.cli.ServersOption;
import io.aurea.cli.UserError;
import io.aurea.connector.ConnectClient;
import io.aurea.connector.ConnectClient.Applied;
import io.aurea.connector.ConnectClientException;
import io.aurea.connector.ConnectorState;
import io.aurea.connector.ShippedConnector;
import io.aurea.installation.Installation;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "connectors",
        mixinStandardHelpOptions = true,
        header = "Deploys the PostgreSQL sink to a Connect worker, or shows its state.",
        description = {
            "",
            "Examples:",
            "  ./aurea connectors apply --config aurea.properties",
            "  ./aurea connectors status --config aurea.properties",
            ""
        },
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "Commands:%n",
        footerHeading = "%nExit codes:%n",
        footer = {"  0  the connector runs", "  1  it does not run", "  2  nothing done; one line on stderr says why"},
        subcommands = {ConnectorsCli.Apply.class, ConnectorsCli.Status.class})
public final class ConnectorsCli extends CommandGroup {

    @Command(
            name = "apply",
            mixinStandardHelpOptions = true,
            header = "Creates the connector, or updates its settings, and waits until it runs.",
            description = {
                "",
                "The worker at connect.url needs the plugin of this version (connectors/target/plugin) and, as the"
                        + " connector is shipped, the environment variables AUREA_JDBC_URL, AUREA_JDBC_WRITER_USER,"
                        + " AUREA_JDBC_WRITER_PASSWORD and AUREA_SCHEMA_REGISTRY_URL with config.providers=env. If it gets them"
                        + " differently, connector.* settings say how: connector.connection.password becomes"
                        + " connection.password. References in them, such as ${file:...}, are sent unchanged and resolved by"
                        + " the worker, so that no secret leaves this machine. Prints which keys changed.",
                "",
                "Example:",
                "  ./aurea connectors apply --config aurea.properties",
                ""
            },
            footerHeading = "%nExit codes:%n",
            footer = {
                "  0  the connector runs, whether something changed or not",
                "  1  it was applied but does not run; stderr says why",
                "  2  a wrong flag or setting, an unreachable worker, settings that it refuses"
            })
    static final class Apply implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Mixin
        private ServersOption servers;

        @Option(
                names = "--timeout",
                paramLabel = "DURATION",
                defaultValue = "120s",
                converter = DurationConverter.class,
                description = "How long to wait, for the worker and then for the connector. Default: ${DEFAULT-VALUE}.")
        private Duration timeout;

        @Override
        public Integer call() {
            Installation at = servers.read();
            ConnectClient worker = new ConnectClient(at.connect().endpoint(), timeout);
            PrintWriter out = spec.commandLine().getOut();
            int exitCode = ExitCode.DONE;
            for (ShippedConnector shipped : ShippedConnector.values()) {
                String name = shipped.connectorName();
                Map<String, String> config = at.connector(shipped);
                try {
                    worker.requireVersion();
                    out.println("connector " + name + ": " + describe(worker.apply(name, config)));
                    out.flush();
                } catch (ConnectClientException refused) {
                    throw new UserError(refused.getMessage(), refused);
                }
                try {
                    worker.awaitRunning(name, timeout);
                } catch (ConnectClientException notRunning) {
                    spec.commandLine().getErr().println(ErrorLine.oneLine(notRunning.getMessage()));
                    exitCode = ExitCode.INCOMPLETE;
                }
            }
            return exitCode;
        }

        private static String describe(Applied applied) {
            return switch (applied.change()) {
                case CREATED -> "created";
                case UPDATED -> "changed " + String.join(", ", new TreeSet<>(applied.keys()));
                case UNCHANGED -> "nothing to change";
            };
        }
    }

    @Command(
            name = "status",
            mixinStandardHelpOptions = true,
            header = "Shows whether the connector and its tasks run.",
            description = {"", "Example:", "  ./aurea connectors status --config aurea.properties", ""},
            footerHeading = "%nExit codes:%n",
            footer = {
                "  0  the connector and all of its tasks run",
                "  1  they do not, or the worker does not know it",
                "  2  a wrong flag or setting, an unreachable worker"
            })
    static final class Status implements Callable<Integer> {

        private static final Duration PATIENCE = Duration.ofSeconds(10);

        @Spec
        private CommandSpec spec;

        @Mixin
        private ServersOption servers;

        @Override
        public Integer call() {
            Installation at = servers.read();
            ConnectClient worker = new ConnectClient(at.connect().endpoint(), PATIENCE);
            boolean running = true;
            for (ShippedConnector shipped : ShippedConnector.values()) {
                try {
                    Optional<ConnectorState> state = worker.status(shipped.connectorName());
                    running &= state.filter(ConnectorState::isRunning).isPresent();
                    spec.commandLine()
                            .getOut()
                            .println("connector " + shipped.connectorName() + ": "
                                    + state.map(ConnectorState::describe).orElse("the worker does not know it"));
                } catch (ConnectClientException failed) {
                    throw new UserError(failed.getMessage(), failed);
                }
            }
            spec.commandLine().getOut().flush();
            return running ? ExitCode.DONE : ExitCode.INCOMPLETE;
        }
    }
}
