package io.aurea.cli.policy;

import io.aurea.cli.ExitCode;
import io.aurea.cli.UserError;
import io.aurea.schema.Policy;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "apply",
        mixinStandardHelpOptions = true,
        header = "Publishes a policy as a new version; running loops take it at their next cycle.",
        description = {
            "",
            "Checks the file first, and publishes nothing if it is not a policy. Versions are counted per tenant,"
                    + " and separately for *. Of two who publish at once the first one counts, and"
                    + " the other is told.",
            "",
            "Example:",
            "  ./aurea policy apply policy.yaml --tenant shop",
            ""
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  published",
            "  2  not in force: the file is not a policy, a server is unreachable, or somebody was faster"
        })
final class PolicyApplyCli extends PublishedPolicyCli {

    @Parameters(paramLabel = "FILE", description = "A policy in YAML; - reads stdin.")
    private String file;

    @Override
    public Integer call() {
        PolicyText text = PolicyText.read(file);
        if (!text.check(spec().commandLine().getErr())) {
            return ExitCode.REFUSED;
        }
        try (PolicyTopic topic = topic()) {
            Optional<Policy> present = topic.present(tenant());
            long version = present.map(Policy::getVersion).orElse(0L) + 1;
            Optional<Policy> other = topic.publish(Policy.newBuilder()
                    .setTenantId(tenant())
                    .setVersion(version)
                    .setBody(text.yaml())
                    .setPublishedBy(System.getProperty("user.name", ""))
                    .setPublishedAt(Instant.now())
                    .build());
            if (other.isPresent()) {
                throw new UserError(
                        "%s published version %d of the policy of %s at the same time, so this one is not in force; look at that one (aurea policy show) and apply yours again"
                                .formatted(
                                        other.get().getPublishedBy().isEmpty()
                                                ? "somebody"
                                                : other.get().getPublishedBy(),
                                        other.get().getVersion(),
                                        PolicyTenantConverter.text(tenant())));
            }
            spec().commandLine()
                    .getOut()
                    .println("published version %d of the policy of %s; before it %s"
                            .formatted(
                                    version,
                                    PolicyTenantConverter.text(tenant()),
                                    present.map(p -> "version " + p.getVersion())
                                            .orElse(
                                                    tenant().equals(PolicyCli.ALL_TENANTS)
                                                            ? "the built-in one"
                                                            : "the one of all tenants, or the built-in one")));
            if (!tenant().equals(PolicyCli.ALL_TENANTS) && !topic.hasStatus(tenant())) {
                spec().commandLine()
                        .getOut()
                        .println("tenant " + tenant() + " has no data yet; the policy is in force from its first on");
            }
        }
        return ExitCode.DONE;
    }
}
