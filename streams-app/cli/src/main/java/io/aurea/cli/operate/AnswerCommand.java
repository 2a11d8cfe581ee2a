package io.aurea.cli.operate;

import io.aurea.app.AppSettings;
import io.aurea.cli.read.DecisionLookup;
import io.aurea.cli.read.NumberedName;
import io.aurea.cli.read.TenantConverter;
import io.aurea.installation.Installation;
import io.aurea.schema.Command;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A person's answer to a decision that awaits approval. */
abstract class AnswerCommand extends OperatorCommand {

    @Parameters(
            paramLabel = "ID",
            converter = NumberedName.DecisionConverter.class,
            description = "The decision: its id, such as 17-1, or tenant and id, such as shop/17-1.")
    private NumberedName decision;

    @Option(
            names = "--tenant",
            paramLabel = "TENANT",
            converter = TenantConverter.class,
            description = "Whose decision it is, if several tenants have one with this id.")
    private String tenant;

    @Override
    final List<Command> commands(Installation at) {
        AppSettings app = at.app();
        NumberedName name = new DecisionLookup(at).waiting(decision.of(tenant), app.wallClock() ? Instant.now() : null);
        return List.of(to(name.tenant()).setDecisionId(name.id()).build());
    }
}
