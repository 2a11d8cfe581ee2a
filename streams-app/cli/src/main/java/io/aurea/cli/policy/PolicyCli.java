package io.aurea.cli.policy;

import io.aurea.cli.CommandGroup;
import picocli.CommandLine.Command;

@Command(
        name = "policy",
        mixinStandardHelpOptions = true,
        header = "Checks, publishes and shows what the loop judges by.",
        description = {
            "",
            "A policy is one YAML file: what metrics stand for, how much data a verdict needs, who depends on"
                    + " whom, how health is scored, which goals are set, what counts as a pattern. `./aurea policy show"
                    + " --default` prints the built-in one and explains every key; your own file only needs what differs.",
            "",
            "Example:",
            "  ./aurea policy show --default > policy.yaml",
            "  ./aurea policy check policy.yaml && ./aurea policy apply policy.yaml --tenant shop",
            ""
        },
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  done",
            "  2  the file is not a policy, a wrong flag, an unreachable server; stderr says what and where"
        },
        subcommands = {PolicyCheckCli.class, PolicyApplyCli.class, PolicyShowCli.class, PolicySchemaCli.class})
public final class PolicyCli extends CommandGroup {

    /** Every tenant without a policy of its own. */
    static final String ALL_TENANTS = "*";
}
