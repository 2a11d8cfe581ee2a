package io.aurea.cli.policy;

import io.aurea.cli.ExitCode;
import io.aurea.policy.PolicyFile;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        header = "Says whether a file is a policy, and if not, everything that is wrong. Needs no servers.",
        description = {
            "",
            "A line each says how its rules and its goals differ from the built-in ones.",
            "",
            "Example:",
            "  ./aurea policy check policy.yaml",
            ""
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  it is",
            "  2  it is not; each line of stderr names a line of the file, its key and what is allowed"
        })
final class PolicyCheckCli implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "A policy in YAML; - reads stdin.")
    private String file;

    @Override
    public Integer call() {
        PolicyText policy = PolicyText.read(file);
        if (!policy.check(spec.commandLine().getErr())) {
            return ExitCode.REFUSED;
        }
        spec.commandLine().getOut().println(file + " is a policy");
        PolicyFile.changes(policy.yaml()).forEach(spec.commandLine().getOut()::println);
        return ExitCode.DONE;
    }
}
