package io.aurea.cli.operate;

import io.aurea.cli.DurationConverter;
import io.aurea.cli.ExitCode;
import io.aurea.cli.ResultTable;
import io.aurea.cli.ServersOption;
import io.aurea.installation.Installation;
import io.aurea.schema.Command;
import io.aurea.schema.CommandAnswer;
import io.aurea.schema.CommandKind;
import io.aurea.schema.CommandResult;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Gives the loop a command, waits for its answer and prints it. */
abstract class OperatorCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ServersOption servers;

    @Mixin
    private OperatorOption speak;

    abstract CommandKind kind();

    /** Null: no reason is given. */
    abstract String why();

    /** What is to be said, one command for each tenant at most; not empty. */
    abstract List<Command> commands(Installation at);

    /** A command of this kind to the loop of a tenant, for this reason. */
    final Command.Builder to(String tenant) {
        return speak.command(kind(), tenant, why());
    }

    final CommandSpec spec() {
        return spec;
    }

    @Override
    public final Integer call() {
        Installation at = servers.read();
        List<Command> commands = commands(at);
        Map<String, CommandAnswer> answers = new CommandDesk(at).say(commands, speak.patience());
        List<Integer> codes = new ArrayList<>();
        for (Command command : commands) {
            codes.add(tell(command, answers.get(command.getTenantId())));
        }
        boolean same = codes.stream().distinct().count() == 1;
        return same ? codes.get(0) : ExitCode.INCOMPLETE;
    }

    private int tell(Command command, CommandAnswer answer) {
        String tenant = command.getTenantId();
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        if (answer == null && speak.patience().isZero()) {
            out.println("%s: sent as command %s, not waited for".formatted(tenant, command.getCommandId()));
            return ExitCode.DONE;
        } else if (answer == null) {
            err.println(
                    ("%s: command %s is stored, but was not answered within %s; it is carried out as soon as the app runs"
                                    + " (./aurea decisions shows the result)")
                            .formatted(tenant, command.getCommandId(), DurationConverter.text(speak.patience())));
            return ExitCode.INCOMPLETE;
        }
        String effect = ResultTable.printable(answer.getEffect());
        CommandResult result = answer.getResult();
        if (result == CommandResult.DONE || result == CommandResult.REPEATED) {
            out.println(tenant + ": " + effect);
            return ExitCode.DONE;
        }
        err.println(tenant + ": " + (result == CommandResult.DENIED ? "denied: " : "refused: ") + effect);
        return result == CommandResult.DENIED ? ExitCode.INCOMPLETE : ExitCode.REFUSED;
    }
}
