package io.aurea.cli.operate;

import io.aurea.cli.CommandGroup;
import picocli.CommandLine.Command;

@Command(
        name = "forget",
        mixinStandardHelpOptions = true,
        header = "Removes a tenant, or series of it, from the loop, the topics and the tables.",
        description = {"", "Examples:", "  ./aurea forget tenant shop", "  ./aurea forget series shop old-cart", ""},
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExit codes:%n",
        footer = {"  0  done", "  1  partly done", "  2  nothing done; stderr says why"},
        subcommands = {ForgetTenantCli.class, ForgetSeriesCli.class})
public final class ForgetCli extends CommandGroup {}
