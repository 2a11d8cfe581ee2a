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
        name = "resume",
        mixinStandardHelpOptions = true,
        header = "Ends a pause.",
        description = {
            "",
            "Without --pattern every pause of the tenant ends, including those of single pattern types.",
            "",
            "Examples:",
            "  ./aurea resume",
            "  ./aurea resume --tenant shop --pattern flapping",
            ""
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  nothing that was named is paused any more",
            "  1  some tenants have not answered within --wait, or were not paused",
            "  2  nothing was paused, a wrong flag, an unreachable server"
        })
public final class ResumeCommand extends OperatorCommand {

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
            description = "Only the pause of this type of pattern.")
    private PatternType pattern;

    @Option(names = "--why", paramLabel = "TEXT", converter = ReasonConverter.class, description = "Why.")
    private String why;

    @Override
    List<io.aurea.schema.Command> commands(Installation at, OperatorOption speak) {
        return Tenants.named(tenant, at).stream()
                .map(name -> speak.command(CommandKind.RESUME, name, why)
                        .setPatternType(pattern == null ? null : pattern.name())
                        .build())
                .toList();
    }
}
