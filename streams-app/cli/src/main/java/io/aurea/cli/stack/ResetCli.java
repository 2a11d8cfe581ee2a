package io.aurea.cli.stack;

import io.aurea.app.AppGroup;
import io.aurea.app.StateReset;
import io.aurea.cli.Changes;
import io.aurea.cli.ExitCode;
import io.aurea.cli.Servers;
import io.aurea.cli.ServersOption;
import io.aurea.cli.UserError;
import io.aurea.installation.Installation;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "reset",
        mixinStandardHelpOptions = true,
        header = "Takes the state of a stopped app away and keeps its history.",
        description = {
            "",
            "Deletes the changelogs of the app's stores and puts its group to the end of the topics it reads; published"
                    + " policies are read again. What was usual of every series, open incidents, what was learned, pauses,"
                    + " maintenance windows and levels set by command are gone. Topics and tables keep what they hold: the"
                    + " numbers of cycles go on at the next thousand million, so no id is given twice.",
            "",
            "All instances must have been stopped. For the stack of `aurea up`: `aurea up --reset-state`.",
            "",
            "Example:",
            "  ./aurea reset --config aurea.properties --yes",
            ""
        },
        footerHeading = "%nExit codes:%n",
        footer = {"  0  the state is gone", "  2  nothing done; one line on stderr says why"})
public final class ResetCli implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ServersOption servers;

    @Option(names = "--yes", required = true, description = "That the state may go. Without it nothing is done.")
    private boolean yes;

    @Override
    public Integer call() {
        Installation at = servers.read();
        try (Admin admin = Servers.admin(at, "reset")) {
            StateReset reset = new StateReset(admin, at.app());
            new AppGroup(admin, at.app()).running().ifPresent(reason -> {
                throw new UserError(reason);
            });
            Changes.print(spec.commandLine().getOut(), "the state", reset.apply());
            return ExitCode.DONE;
        } catch (KafkaException failed) {
            throw new UserError("the state was not taken away: " + failed.getMessage(), failed);
        }
    }
}
