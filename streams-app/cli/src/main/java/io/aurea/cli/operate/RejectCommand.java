package io.aurea.cli.operate;

import io.aurea.schema.CommandKind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "reject",
        mixinStandardHelpOptions = true,
        header = "Rejects a decision that waits for approval.",
        description = {
            "",
            "The loop does not ask for the same action again while the symptom lasts; it goes on to the next"
                    + " action that its rules offer, or calls a person.",
            "",
            "Example:",
            "  ./aurea reject shop/17-1 --why 'a deploy is in progress, it will pass'",
            ""
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  rejected",
            "  1  the loop has not answered within --wait",
            "  2  nothing rejected: no such decision, no longer waiting, a wrong flag, an unreachable server"
        })
public final class RejectCommand extends AnswerCommand {

    @Option(
            names = "--why",
            paramLabel = "TEXT",
            required = true,
            converter = ReasonConverter.class,
            description = "Why; kept with the decision.")
    private String why;

    @Override
    CommandKind kind() {
        return CommandKind.REJECT;
    }

    @Override
    String why() {
        return why;
    }
}
