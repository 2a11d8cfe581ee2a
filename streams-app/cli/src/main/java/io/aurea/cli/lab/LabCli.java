package io.aurea.cli.lab;

import io.aurea.cli.CommandGroup;
import picocli.CommandLine.Command;

@Command(
        name = "lab",
        mixinStandardHelpOptions = true,
        header = "Tries the loop on simulated services, in this process.",
        description = {"", "Example:", "  ./aurea lab truth --cycle 60s --rule latency", ""},
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        subcommands = TruthCli.class)
public final class LabCli extends CommandGroup {}
