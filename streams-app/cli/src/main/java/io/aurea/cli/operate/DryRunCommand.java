package io.aurea.cli.operate;

import io.aurea.schema.CommandKind;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
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
public final class DryRunCommand extends TenantCommand {

    @Parameters(paramLabel = "STATE", converter = OnOff.class, description = "on or off.")
    private Switch state;

    @Override
    CommandKind kind() {
        return CommandKind.DRY_RUN;
    }

    @Override
    void complete(io.aurea.schema.Command.Builder command) {
        command.setDryRun(state == Switch.ON);
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
