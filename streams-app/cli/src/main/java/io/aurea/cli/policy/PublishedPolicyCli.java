package io.aurea.cli.policy;

import io.aurea.cli.ServersOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command about the published policy of one tenant, or of all without their own. */
abstract class PublishedPolicyCli implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ServersOption servers;

    @Option(
            names = "--tenant",
            paramLabel = "TENANT",
            defaultValue = PolicyCli.ALL_TENANTS,
            converter = PolicyTenantConverter.class,
            description = "Whose policy; * is every tenant without its own. Default: ${DEFAULT-VALUE}.")
    private String tenant;

    final CommandSpec spec() {
        return spec;
    }

    final String tenant() {
        return tenant;
    }

    /** The caller closes it. */
    final PolicyTopic topic() {
        return PolicyTopic.open(servers.read(), spec.commandLine().getErr());
    }
}
