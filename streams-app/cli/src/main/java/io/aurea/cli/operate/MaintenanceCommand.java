package io.aurea.cli.operate;

import io.aurea.schema.CommandKind;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

@Command(
        name = "maintenance",
        mixinStandardHelpOptions = true,
        header = "Announces a time in which people work on the system and the loop stays out of it.",
        description = {
            "",
            "Decisions during it are shown as suppressed; it ends by itself. A tenant can have up to 16 windows"
                    + " ahead.",
            "",
            "Times: ISO-8601 with offset (2026-11-24T22:00:00Z), now, or a duration from now (+30m, +2h).",
            "",
            "Examples:",
            "  ./aurea maintenance --to +2h --tenant shop --why 'database upgrade'",
            "  ./aurea maintenance --from 2026-11-24T22:00:00Z --to 2026-11-25T02:00:00Z --tenant shop --why 'rack move'",
            ""
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  announced",
            "  1  the loop has not answered within --wait",
            "  2  nothing announced: a wrong flag or time, too many windows, an unreachable server"
        })
public final class MaintenanceCommand extends TenantCommand {

    @Option(
            names = "--from",
            paramLabel = "TIME",
            defaultValue = "now",
            converter = TimeConverter.class,
            description = "Start, inclusive. Default: ${DEFAULT-VALUE}.")
    private Instant from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            required = true,
            converter = TimeConverter.class,
            description = "End, exclusive.")
    private Instant to;

    @Override
    CommandKind kind() {
        return CommandKind.MAINTENANCE;
    }

    @Override
    void complete(io.aurea.schema.Command.Builder command) {
        if (!to.isAfter(from)) {
            throw new ParameterException(
                    spec().commandLine(), "--to is %s; allowed: after --from, which is %s".formatted(to, from));
        }
        command.setStartsAt(from).setEndsAt(to);
    }
}
