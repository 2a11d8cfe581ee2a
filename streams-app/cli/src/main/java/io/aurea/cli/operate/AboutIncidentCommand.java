package io.aurea.cli.operate;

import io.aurea.cli.read.IncidentLookup;
import io.aurea.cli.read.NumberedName;
import io.aurea.cli.read.TenantConverter;
import io.aurea.installation.Installation;
import io.aurea.schema.Command;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a person says of an incident. */
abstract class AboutIncidentCommand extends OperatorCommand {

    @Parameters(
            paramLabel = "ID",
            converter = NumberedName.IncidentConverter.class,
            description = "The incident: its id, such as 17-1, or tenant and id, such as shop/17-1.")
    private NumberedName incident;

    @Option(
            names = "--tenant",
            paramLabel = "TENANT",
            converter = TenantConverter.class,
            description = "Whose incident it is, if several tenants have one with this id.")
    private String tenant;

    @Option(
            names = "--why",
            paramLabel = "TEXT",
            required = true,
            converter = ReasonConverter.class,
            description = "Why; kept with the incident.")
    private String why;

    @Override
    final String why() {
        return why;
    }

    /** Adds what else it says. */
    void complete(Command.Builder command) {}

    @Override
    final List<Command> commands(Installation at) {
        NumberedName name = incident.of(tenant);
        // With a tenant the loop, which knows first, can say whether it is open.
        NumberedName named = name.tenant() == null ? new IncidentLookup(at).one(name) : name;
        Command.Builder command = to(named.tenant()).setIncidentId(named.id());
        complete(command);
        return List.of(command.build());
    }
}
