package io.aurea.cli.letters;

import io.aurea.cli.CommandGroup;
import picocli.CommandLine.Command;

@Command(
        name = "dead-letters",
        mixinStandardHelpOptions = true,
        header = "Shows what could not be processed, and publishes it again.",
        description = {
            "",
            "aurea.dead-letters has each record that was late or broke a rule, with the reason and where it was, and the"
                    + " rows that PostgreSQL refused. A letter is named by its partition and offset there, such as 0:17.",
            "",
            "Examples:",
            "  ./aurea dead-letters list --topic aurea.observations --contains 'observed_at'",
            "  ./aurea dead-letters show 0:17",
            "  ./aurea dead-letters replay 0:17 --yes",
            ""
        },
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExit codes:%n",
        footer = {"  0  done", "  2  a wrong flag or value, an unreachable server; stderr says what"},
        subcommands = {LettersListCli.class, LettersShowCli.class, LettersReplayCli.class})
public final class DeadLettersCli extends CommandGroup {}
