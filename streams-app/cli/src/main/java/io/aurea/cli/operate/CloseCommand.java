package io.aurea.cli.operate;

import io.aurea.schema.CommandKind;
import picocli.CommandLine.Command;

@Command(
        name = "close",
        mixinStandardHelpOptions = true,
        header = "Ends an incident for which a person has been called.",
        description = {
            "",
            "Patterns of it that are on open no other incident by going on; what sets on anew does.",
            "",
            "Example:",
            "  ./aurea close shop/17-1 --why 'the supplier repairs it tomorrow'",
            ""
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  closed",
            "  1  the loop has not answered within --wait",
            "  2  nothing closed: no such incident, one that the loop still looks after, a wrong flag, an unreachable server"
        })
public final class CloseCommand extends AboutIncidentCommand {

    @Override
    CommandKind kind() {
        return CommandKind.CLOSE;
    }
}
