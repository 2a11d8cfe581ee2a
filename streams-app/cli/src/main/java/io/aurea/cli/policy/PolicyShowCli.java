package io.aurea.cli.policy;

import io.aurea.cli.ExitCode;
import io.aurea.policy.PolicyException;
import io.aurea.policy.PolicyFile;
import io.aurea.schema.Policy;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        header = "Prints the policy that is in force.",
        description = {
            "",
            "That is the tenant's own, else the one of all tenants, else the built-in one. The first lines,"
                    + " comments, say which it is and how its rules and goals differ; what it leaves out is as in the built-in one.",
            "",
            "Examples:",
            "  ./aurea policy show --default",
            "  ./aurea policy show --tenant shop",
            ""
        },
        footerHeading = "%nExit codes:%n",
        footer = {"  0  printed", "  2  a wrong flag, an unreachable server"})
final class PolicyShowCli extends PublishedPolicyCli {

    @Option(names = "--default", description = "The built-in policy, with every key explained. Needs no servers.")
    private boolean builtIn;

    @Override
    public Integer call() {
        PrintWriter out = spec().commandLine().getOut();
        if (builtIn) {
            out.print(PolicyFile.builtInText());
            out.flush();
            return ExitCode.DONE;
        }
        try (PolicyTopic topic = topic()) {
            Optional<Policy> own = topic.present(tenant());
            Optional<Policy> inForce = own.isPresent() ? own : topic.present(PolicyCli.ALL_TENANTS);
            if (inForce.isEmpty()) {
                out.println("# version 0 for %s: the built-in policy".formatted(PolicyTenantConverter.text(tenant())));
                out.print(PolicyFile.builtInText());
            } else {
                Policy p = inForce.get();
                out.println("# version %d of %s, published by %s at %s"
                        .formatted(
                                p.getVersion(),
                                PolicyTenantConverter.text(p.getTenantId()),
                                p.getPublishedBy(),
                                p.getPublishedAt()));
                changes(p.getBody()).forEach(change -> out.println("# " + change));
                out.print(p.getBody());
            }
            out.flush();
        }
        return ExitCode.DONE;
    }

    /** None for a policy that a later release has published, and this one cannot read. */
    private static List<String> changes(String yaml) {
        try {
            return PolicyFile.changes(yaml);
        } catch (PolicyException unreadable) {
            return List.of();
        }
    }
}
