package io.aurea.cli.operate;

import io.aurea.cli.DurationConverter;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How to forget, the same for all that can be forgotten. */
final class ForgetOptions {
    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            defaultValue = "120s",
            converter = DurationConverter.class,
            description = "How long to wait for the loop, and then for the sink. Default: ${DEFAULT-VALUE}.")
    private Duration wait;

    @Option(
            names = "--as",
            paramLabel = "NAME",
            defaultValue = "${sys:user.name}",
            converter = OperatorOption.Name.class,
            description = "Who gives the command. Default: the user of the operating system.")
    private String by;

    boolean yes() {
        return yes;
    }

    Duration patience() {
        return wait;
    }

    String by() {
        return by;
    }
}
