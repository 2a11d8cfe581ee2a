package io.aurea.cli.stack;

import io.aurea.app.AppGroup;
import io.aurea.app.DataRemoval;
import io.aurea.cli.Changes;
import io.aurea.cli.Confirmation;
import io.aurea.cli.ExitCode;
import io.aurea.cli.Servers;
import io.aurea.cli.ServersOption;
import io.aurea.cli.UserError;
import io.aurea.connector.ConnectClient;
import io.aurea.connector.ConnectClientException;
import io.aurea.connector.ShippedConnector;
import io.aurea.installation.DatabaseSettings;
import io.aurea.installation.Installation;
import io.aurea.migration.Migrations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "clean",
        mixinStandardHelpOptions = true,
        header = "Removes an installation: topics, state, connector and tables.",
        description = {
            "",
            "Removes the connector, every topic of the catalogue, the changelogs and the group of the app and, where jdbc.url"
                    + " is set, every table with its views and what others have built on them. Nothing of the history is left;"
                    + " `aurea backup` keeps it, and `aurea reset` takes away the state alone. Schemas in the registry and"
                    + " roles of the database stay.",
            "",
            "Asks for the application.id, unless --yes is given. All instances must have been stopped. What the stack of"
                    + " `aurea up` holds is its data folder: remove that.",
            "",
            "Example:",
            "  ./aurea clean --config aurea.properties",
            ""
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  nothing of it is left",
            "  2  not all of it is gone, or nothing; one line on stderr says why. It can be done again"
        })
public final class CleanCli implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Spec
    private CommandSpec spec;

    @Mixin
    private ServersOption servers;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Override
    public Integer call() {
        Installation at = servers.read();
        try (Admin admin = Servers.admin(at, "clean")) {
            new AppGroup(admin, at.app()).running().ifPresent(reason -> {
                throw new UserError(reason);
            });
            if (!yes) {
                ask(at);
            }
            List<String> removed = new ArrayList<>();
            try {
                if (at.hasConnect()) {
                    removeConnectors(at, removed);
                }
                removed.addAll(new DataRemoval(admin, at.app()).apply());
                if (at.hasDatabase()) {
                    DatabaseSettings database = at.database();
                    removed.addAll(
                            Migrations.remove(database.url(), database.requiredOwner(), database.ownerPassword()));
                }
            } finally {
                Changes.print(spec.commandLine().getOut(), "the installation", removed);
            }
            return ExitCode.DONE;
        } catch (KafkaException | ConnectClientException | IllegalStateException failed) {
            throw new UserError("not all of it is gone: " + failed.getMessage(), failed);
        }
    }

    private static void removeConnectors(Installation at, List<String> removed) {
        ConnectClient worker = new ConnectClient(at.connect().endpoint(), LIMIT);
        for (ShippedConnector shipped : ShippedConnector.values()) {
            if (worker.delete(shipped.connectorName())) {
                removed.add("connector " + shipped.connectorName() + ": removed");
            }
        }
    }

    private void ask(Installation at) {
        Confirmation.require(
                spec.commandLine().getOut(),
                "Topics and state at %s%s will be gone for good"
                        .formatted(
                                at.brokers(),
                                at.hasDatabase()
                                        ? ", and the tables at " + at.describe(DatabaseSettings.URL_CONFIG, "") + ","
                                        : ""),
                at.app().applicationId());
    }
}
