package io.aurea.cli.operate;

import io.aurea.schema.CommandKind;
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
public final class ResumeCommand extends PausingCommand {

    @Option(names = "--why", paramLabel = "TEXT", converter = ReasonConverter.class, description = "Why.")
    private String why;

    @Override
    CommandKind kind() {
        return CommandKind.RESUME;
    }

    @Override
    String why() {
        return why;
    }
}
