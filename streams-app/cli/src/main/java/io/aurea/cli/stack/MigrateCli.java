package io.aurea.cli.stack;

import io.aurea.cli.Changes;
import io.aurea.cli.ExitCode;
import io.aurea.cli.ServersOption;
import io.aurea.cli.UserError;
import io.aurea.installation.DatabaseSettings;
import io.aurea.installation.Installation;
import io.aurea.migration.Migrations;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        header = "Brings PostgreSQL to this version's tables, views and roles.",
        description = {
            "",
            "Logs in as jdbc.user at jdbc.url, creates what is missing in schema public, and gives the roles"
                    + " aurea_writer (for the sink) and aurea_reader (for analysts) the passwords jdbc.writer.password and"
                    + " jdbc.reader.password, where these are set. The user must own the database and, unless the roles"
                    + " exist, be allowed to create roles. Prints what changed.",
            "",
            "Examples:",
            "  ./aurea migrate --config aurea.properties",
            "  ./aurea migrate --config aurea.properties --partition",
            ""
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  the database is up to date, whether something changed or not",
            "  2  a wrong flag or setting, an unreachable server, a database of a newer version or changed by hand"
        })
public final class MigrateCli implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ServersOption servers;

    @Option(
            names = "--partition",
            description = "Also partition by time the tables that an earlier release made without partitions. They are"
                    + " written anew, nobody else reads or writes them meanwhile, and that release's connector cannot"
                    + " write to them afterwards.")
    private boolean partition;

    @Override
    public Integer call() {
        Installation at = servers.read();
        DatabaseSettings database = at.database();
        String owner = database.requiredOwner();
        try {
            List<String> changes = new ArrayList<>(Migrations.migrate(
                    database.url(),
                    owner,
                    database.ownerPassword(),
                    database.writerPassword(),
                    database.readerRolePassword()));
            if (partition) {
                changes.addAll(Migrations.partition(database.url(), owner, database.ownerPassword()));
            }
            Changes.print(spec.commandLine().getOut(), "the database", changes);
            List<String> without = Migrations.unpartitioned(database.url(), owner, database.ownerPassword());
            if (!without.isEmpty()) {
                spec.commandLine()
                        .getErr()
                        .println("aurea: without partitions, as an earlier release made them: "
                                + String.join(", ", without)
                                + "; their old rows go one by one. To partition them: ./aurea migrate --partition, see"
                                + " docs/UPGRADING.md");
            }
            return ExitCode.DONE;
        } catch (IllegalStateException failed) {
            throw new UserError(failed.getMessage(), failed);
        }
    }
}
