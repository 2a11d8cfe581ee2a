package io.aurea.cli.operate;

import io.aurea.schema.CommandKind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "pause",
        mixinStandardHelpOptions = true,
        header = "Pauses the loop: nothing new is dispatched.",
        description = {
            "",
            "Observing, patterns, goals and decisions go on, and decisions are shown as suppressed. Executors"
                    + " finish what they have already been given. Lasts until ./aurea resume.",
            "",
            "Examples:",
            "  ./aurea pause --why 'it restarts things that are fine'",
            "  ./aurea pause --tenant shop --pattern flapping --why 'known, ticket 4711'",
            ""
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  paused",
            "  1  not every tenant has answered within --wait",
            "  2  nothing paused: a wrong flag, an unreachable server"
        })
public final class PauseCommand extends PausingCommand {

    @Option(
            names = "--why",
            paramLabel = "TEXT",
            required = true,
            converter = ReasonConverter.class,
            description = "Why.")
    private String why;

    @Override
    CommandKind kind() {
        return CommandKind.PAUSE;
    }

    @Override
    String why() {
        return why;
    }
}
