package io.aurea.cli.policy;

import io.aurea.cli.ExitCode;
import io.aurea.policy.PolicyFile;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "schema",
        mixinStandardHelpOptions = true,
        header = "Prints the JSON schema of a policy, with which editors complete and check it. Needs no servers.",
        description = {
            "",
            "It is docs/policy.schema.json, too. It tells keys and the forms of values; `./aurea policy check` knows ranges,"
                    + " names and conditions as well.",
            "",
            "Example:",
            "  ./aurea policy schema > policy.schema.json",
            "  and as the first line of policy.yaml: # yaml-language-server: $schema=policy.schema.json",
            ""
        },
        footerHeading = "%nExit codes:%n",
        footer = {"  0  printed", "  2  a wrong flag"})
final class PolicySchemaCli implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.print(PolicyFile.schema());
        out.flush();
        return ExitCode.DONE;
    }
}
