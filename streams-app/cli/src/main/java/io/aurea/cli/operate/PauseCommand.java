package io.aurea.cli.operate;

import io.aurea.cli.read.PatternTypeConverter;
import io.aurea.cli.read.TenantConverter;
import io.aurea.cli.read.Tenants;
import io.aurea.installation.Installation;
import io.aurea.schema.CommandKind;
import io.aurea.schema.PatternType;
import java.util.List;
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
public final class PauseCommand extends OperatorCommand {

    @Option(
            names = "--tenant",
            paramLabel = "TENANT",
            converter = TenantConverter.class,
            description = "Whose loop. Default: every tenant that has had a cycle.")
    private String tenant;

    @Option(
            names = "--pattern",
            paramLabel = "TYPE",
            converter = PatternTypeConverter.class,
            description = "Only decisions about this type of pattern. Default: all.")
    private PatternType pattern;

    @Option(
            names = "--why",
            paramLabel = "TEXT",
            required = true,
            converter = ReasonConverter.class,
            description = "Why.")
    private String why;

    @Override
    List<io.aurea.schema.Command> commands(Installation at, OperatorOption speak) {
        return Tenants.named(tenant, at).stream()
                .map(name -> speak.command(CommandKind.PAUSE, name, why)
                        .setPatternType(pattern == null ? null : pattern.name())
                        .build())
                .toList();
    }
}
