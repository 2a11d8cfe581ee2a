package io.aurea.cli.operate;

import io.aurea.schema.CommandKind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "approve",
        mixinStandardHelpOptions = true,
        header = "Approves a decision that waits for approval.",
        description = {
            "",
            "The loop asks every guard again when the approval comes: the decision is dispatched, or, if a guard"
                    + " denies it by now, suppressed with the reason. Prints the result.",
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
            "  1  denied by a guard or the deadline, or not answered within --wait; stderr says which",
            "  2  nothing approved: no such decision, no longer waiting, a wrong flag, an unreachable server"
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
