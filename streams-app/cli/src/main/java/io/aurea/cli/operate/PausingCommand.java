package io.aurea.cli.operate;

import io.aurea.cli.read.PatternTypeConverter;
import io.aurea.cli.read.TenantConverter;
import io.aurea.cli.read.Tenants;
import io.aurea.installation.Installation;
import io.aurea.schema.Command;
import io.aurea.schema.PatternType;
import java.util.List;
import picocli.CommandLine.Option;

/** What an operator says about pauses: of one loop or all, for one type of pattern or all. */
abstract class PausingCommand extends OperatorCommand {

    @Option(
            names = "--tenant",
            paramLabel = "TENANT",
            converter = TenantConverter.class,
            description = "Whose loop. Default: every tenant that has had a cycle.")
    private String tenant;

    @Option(
            names = "--pattern",
            paramLabel = "TYPE",
            converter = PatternTypeConverter.class,
            description = "Only decisions about this type of pattern. Default: all.")
    private PatternType pattern;

    @Override
    final List<Command> commands(Installation at) {
        return Tenants.named(tenant, at).stream()
                .map(name -> to(name).setPatternType(pattern == null ? null : pattern.name())
                        .build())
                .toList();
    }
}
