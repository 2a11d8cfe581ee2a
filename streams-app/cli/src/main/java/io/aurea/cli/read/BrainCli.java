package io.aurea.cli.read;

import io.aurea.cli.CommandGroup;
import picocli.CommandLine.Command;

@Command(
        name = "brain",
        mixinStandardHelpOptions = true,
        header = "Searches what the loop remembers, and adds to it.",
        description = {
            "",
            "The unified brain holds the metrics of cycles, patterns, learnings and self-improvements until they expire, and"
                    + " what people and programs have added.",
            "",
            "Examples:",
            "  ./aurea brain search 'timeout payment'",
            "  ./aurea brain store runbook_pool 'raise the pool before a restart' --tenant shop",
            ""
        },
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExit codes:%n",
        footer = {"  0  done", "  2  a wrong flag or value, an unreachable server; stderr says what"},
        subcommands = {BrainSearchCli.class, BrainStoreCli.class, BrainForgetCli.class})
public final class BrainCli extends CommandGroup {}
