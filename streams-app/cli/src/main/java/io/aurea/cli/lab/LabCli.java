package io.aurea.cli.lab;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "lab",
        mixinStandardHelpOptions = true,
        header = "Tries the loop on simulated services, in this process.",
        description = {"", "Example:", "  ./aurea lab truth --cycle 60s --rule latency", ""},
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        subcommands = TruthCli.class)
public final class LabCli implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "no command given; allowed: "
                        + String.join(", ", spec.subcommands().keySet()));
    }
}
