package io.aurea.cli.operate;

import io.aurea.cli.read.TenantConverter;
import io.aurea.installation.Installation;
import io.aurea.schema.CommandKind;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "dry-run",
        mixinStandardHelpOptions = true,
        header = "Makes a tenant's loop decide without acting, or act again.",
        description = {
            "",
            "While it is on, decisions are made and published as suppressed, and nothing is dispatched. Initially"
                    + " it is off on a wall clock, and on where time comes from recorded data.",
            "",
            "Example:",
            "  ./aurea dry-run on --tenant shop --why 'new policy, watching it for a day'",
            ""
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  in force",
            "  1  the loop has not answered within --wait",
            "  2  nothing changed: a wrong flag, an unreachable server"
        })
public final class DryRunCommand extends OperatorCommand {

    @Parameters(paramLabel = "STATE", converter = OnOff.class, description = "on or off.")
    private Switch state;

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

    @Override
    List<io.aurea.schema.Command> commands(Installation at, OperatorOption speak) {
        return List.of(speak.command(CommandKind.DRY_RUN, tenant, why)
                .setDryRun(state == Switch.ON)
                .build());
    }

    private enum Switch {
        ON,
        OFF
    }

    static final class OnOff implements ITypeConverter<Switch> {
        @Override
        public Switch convert(String text) {
            if (!text.equals("on") && !text.equals("off")) {
                throw new TypeConversionException("'%s' is neither; allowed: on, off".formatted(text));
            }
            return text.equals("on") ? Switch.ON : Switch.OFF;
        }
    }
}
