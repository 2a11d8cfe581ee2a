package io.aurea.cli.read;

import io.aurea.cli.ExitCode;
import io.aurea.cli.ServersOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "forget",
        mixinStandardHelpOptions = true,
        header = "Removes an entry.",
        description = {"", "Example:", "  ./aurea brain forget runbook_pool --tenant shop", ""},
        footerHeading = "%nExit codes:%n",
        footer = {"  0  it is gone as soon as the sink has processed this", "  2  a wrong flag, an unreachable server"})
final class BrainForgetCli implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ServersOption servers;

    @Parameters(paramLabel = "KEY", description = "Names the entry within the tenant.")
    private String key;

    @Option(
            names = "--tenant",
            paramLabel = "TENANT",
            required = true,
            converter = TenantConverter.class,
            description = "Whose brain.")
    private String tenant;

    @Override
    public Integer call() {
        BrainWriting.with(servers.read(), brain -> brain.forget(tenant, key));
        spec.commandLine().getOut().println("forgot %s of tenant %s".formatted(key, tenant));
        return ExitCode.DONE;
    }
}
