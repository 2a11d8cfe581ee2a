package io.aurea.cli.stack;

import io.aurea.backup.Backup;
import io.aurea.backup.BackupException;
import io.aurea.backup.BackupServers;
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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        header = "Writes topics, state, offsets, schemas and tables into one file.",
        description = {
            "",
            "Copies every topic of the catalogue, the changelogs of the app's stores, the offsets of every group that reads"
                    + " them, the schemas that their records name and, where jdbc.url is set, every table. The file is a zip"
                    + " of Avro, CSV and JSON; it holds what the records hold, so keep it as you keep those.",
            "",
            "All instances of the app must have been stopped: offsets and state belong to one moment. Sink, executors and"
                    + " publishers may go on. For the stack of `aurea up`: `aurea up --backup FILE`.",
            "",
            "Example:",
            "  ./aurea backup --config aurea.properties aurea.zip",
            ""
        },
        footerHeading = "%nExit codes:%n",
        footer = {"  0  the file is written", "  2  no file was written; one line on stderr says why"})
public final class BackupCli implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ServersOption servers;

    @Parameters(paramLabel = "FILE", description = "The file to write; one that is there is replaced.")
    private Path file;

    @Override
    public Integer call() {
        Installation at = servers.read();
        try (Admin admin = Servers.admin(at, "backup")) {
            Changes.print(
                    spec.commandLine().getOut(), "the backup", new Backup(BackupServers.of(admin, at)).write(file));
            return ExitCode.DONE;
        } catch (BackupException | KafkaException failed) {
            throw new UserError("no backup was taken: " + Servers.reason(failed), failed);
        }
    }
}
