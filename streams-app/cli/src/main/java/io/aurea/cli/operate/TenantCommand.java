package io.aurea.cli.operate;

import io.aurea.cli.read.TenantConverter;
import io.aurea.installation.Installation;
import io.aurea.schema.Command;
import java.util.List;
import picocli.CommandLine.Option;

/** What an operator says, with a reason, to the loop of one tenant. */
abstract class TenantCommand extends OperatorCommand {

    @Option(
            names = "--tenant",
            paramLabel = "TENANT",
            required = true,
            converter = TenantConverter.class,
            description = "Whose loop.")
    private String tenant;

    @Option(
            names = "--why",
            paramLabel = "TEXT",
            required = true,
            converter = ReasonConverter.class,
            description = "Why.")
    private String why;

    /** Adds to a command what it says beyond its kind. */
    abstract void complete(Command.Builder command);

    @Override
    final String why() {
        return why;
    }

    @Override
    final List<Command> commands(Installation at) {
        Command.Builder command = to(tenant);
        complete(command);
        return List.of(command.build());
    }
}
