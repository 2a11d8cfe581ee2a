package io.aurea.cli.operate;

import io.aurea.cli.ServersOption;
import io.aurea.cli.read.TenantConverter;
import io.aurea.command.LoopCommands;
import io.aurea.schema.CommandKind;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "tenant",
        mixinStandardHelpOptions = true,
        header = "Removes all that is known of a tenant.",
        description = {
            "",
            "Stop its publishers first: what they send meanwhile begins a new tenant of the same name, and part of it may be"
                    + " removed, too. A new tenant of the name numbers its cycles from the next multiple of 1,000,000,000 on,"
                    + " so that nothing of it is taken for what there was.",
            "",
            "In this order: the state of the loop on all partitions, with its policy and whatever a person has set; its keys in"
                    + " the topics that are compacted; and, when all of that has arrived there, its rows in PostgreSQL. What it"
                    + " has dispatched goes on to its end. The report says what went and until when the rest stays. It can be"
                    + " done again.",
            "",
            "Asks for the tenant's name, unless --yes is given.",
            "",
            "Example:",
            "  ./aurea forget tenant shop",
            ""
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  forgotten; the report says what expires by itself",
            "  1  partly: the loop or the sink has not got so far within --wait; stderr says what is left",
            "  2  nothing done: a wrong flag or name, an unreachable server"
        })
final class ForgetTenantCli implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ServersOption servers;

    @Mixin
    private ForgetOptions options;

    @Parameters(paramLabel = "TENANT", converter = TenantConverter.class, description = "Its name.")
    private String tenant;

    @Override
    public Integer call() throws InterruptedException {
        return new ForgetRun(spec.commandLine(), servers.read(), options)
                .forget(
                        LoopCommands.command(CommandKind.FORGET, tenant, options.by())
                                .build(),
                        "tenant " + tenant);
    }
}
