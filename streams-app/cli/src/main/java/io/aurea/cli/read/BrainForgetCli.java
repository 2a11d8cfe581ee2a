package io.aurea.cli.read;

import io.aurea.brain.BrainClient;
import picocli.CommandLine.Command;

@Command(
        name = "forget",
        mixinStandardHelpOptions = true,
        header = "Removes an entry.",
        description = {"", "Example:", "  ./aurea brain forget runbook_pool --tenant shop", ""},
        footerHeading = "%nExit codes:%n",
        footer = {"  0  it is gone as soon as the sink has processed this", "  2  a wrong flag, an unreachable server"})
final class BrainForgetCli extends BrainWriting {

    @Override
    String write(BrainClient brain, String tenant, String key) {
        brain.forget(tenant, key);
        return "forgot";
    }
}
