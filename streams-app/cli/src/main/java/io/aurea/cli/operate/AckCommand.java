package io.aurea.cli.operate;

import io.aurea.schema.CommandKind;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "ack",
        mixinStandardHelpOptions = true,
        header = "Acknowledges an incident: a person looks at it, and nobody is reminded of it.",
        description = {
            "",
            "The loop goes on with it, and may still ask and call. At --until it is open again.",
            "",
            "Times: ISO-8601 with offset (2026-11-24T22:00:00Z), or a duration from now (+30m, +2h).",
            "",
            "Examples:",
            "  ./aurea ack shop/17-1 --why 'I am on it'",
            "  ./aurea ack shop/17-1 --why 'the supplier is called' --until +2h",
            ""
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  acknowledged",
            "  1  the loop has not answered within --wait",
            "  2  nothing acknowledged: no such incident, one that has ended, a wrong flag, an unreachable server"
        })
public final class AckCommand extends AboutIncidentCommand {

    @Option(
            names = "--until",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "When it is open again. Default: not before it has ended.")
    private Instant until;

    @Override
    CommandKind kind() {
        return CommandKind.ACKNOWLEDGE;
    }

    @Override
    void complete(io.aurea.schema.Command.Builder command) {
        command.setEndsAt(until);
    }
}
