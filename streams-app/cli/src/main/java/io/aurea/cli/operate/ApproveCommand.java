package io.aurea.cli.operate;

import io.aurea.schema.CommandKind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "approve",
        mixinStandardHelpOptions = true,
        header = "Says yes to a decision that waits for an approval.",
        description = {
            "",
            "The loop asks every guard again when the approval comes: the decision is dispatched, or suppressed with the"
                    + " reason when a guard stands against it by now. Prints what has come of it.",
            "",
            "Examples:",
            "  ./aurea decisions --open",
            "  ./aurea approve 17-1",
            "  ./aurea approve shop/17-1 --why 'looked at the dashboards'",
            ""
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  approved and dispatched",
            "  1  a guard or the deadline stands against it, or the loop has not answered within --wait; stderr says which",
            "  2  nothing approved: no such decision, it waits no more, a wrong flag, an unreachable server"
        })
public final class ApproveCommand extends AnswerCommand {

    @Option(
            names = "--why",
            paramLabel = "TEXT",
            converter = ReasonConverter.class,
            description = "Why; kept with the decision.")
    private String why;

    @Override
    CommandKind kind() {
        return CommandKind.APPROVE;
    }

    @Override
    String why() {
        return why;
    }
}
