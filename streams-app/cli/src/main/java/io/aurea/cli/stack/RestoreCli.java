package io.aurea.cli.stack;

import io.aurea.backup.BackupException;
import io.aurea.backup.BackupServers;
import io.aurea.backup.Restore;
import io.aurea.cli.Changes;
import io.aurea.cli.ExitCode;
import io.aurea.cli.Servers;
import io.aurea.cli.ServersOption;
import io.aurea.cli.UserError;
import io.aurea.installation.Installation;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        header = "Puts a backup into servers that hold none of it.",
        description = {
            "",
            "Creates the topics as they were, writes their records, sets the offsets of every group and of the sink to where"
                    + " they lie in the new logs, and brings the tables to this release. A backup of an earlier release"
                    + " can be restored with this one. Afterwards: connectors apply, run.",
            "",
            "The brokers must have none of the topics and the database none of the tables (`aurea clean`), and the app's"
                    + " state.dir must be empty on every host. For the stack of `aurea up`: `aurea up --restore FILE --data DIR`.",
            "",
            "Example:",
            "  ./aurea restore --config aurea.properties aurea.zip",
            ""
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  all of it is there",
            "  2  not, or not all of it; one line on stderr says why. What is there by then has to be removed before the next"
                    + " attempt"
        })
public final class RestoreCli implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ServersOption servers;

    @Option(
            names = "--repartition",
            description =
                    "Give the topics as many partitions as topics.partitions says. Everything must have been read and every"
                            + " cycle closed when the backup was taken. What is placed by the keys of old records moves with them;"
                            + " publishers and executors have to be restarted.")
    private boolean repartition;

    @Parameters(paramLabel = "FILE", description = "A file that `aurea backup` wrote.")
    private Path file;

    @Override
    public Integer call() {
        Installation at = servers.read();
        try (Admin admin = Servers.admin(at, "restore")) {
            Changes.print(
                    spec.commandLine().getOut(),
                    "the restore",
                    new Restore(BackupServers.of(admin, at), repartition).read(file));
            return ExitCode.DONE;
        } catch (BackupException | KafkaException failed) {
            throw new UserError("not restored: " + failed.getMessage(), failed);
        }
    }
}
