package io.aurea.command;

import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "drain",
        mixinStandardHelpOptions = true,
        header = "Waits until everything that was sent has arrived in PostgreSQL.",
        description = {
            "",
            "Notes which records are readable when it is called, and returns when each of them has passed every stage and"
                    + " the sink has stored its offset. On a wall clock their windows have closed by then; on a data"
                    + " clock the windows that only a later tick can close are counted as open, not waited for"
                    + " (`send --close` closes them).",
            "",
            "Prints, at the end, one line: read, windowed, late, rejected, open.",
            "",
            "Example:",
            "  ./aurea send observations.jsonl --close && ./aurea drain && ./aurea sql 'SELECT ...'",
            ""
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  everything has arrived",
            "  1  --timeout has passed; stderr names what is behind and by how much",
            "  2  a wrong flag, a missing file, an unreachable server"
        })
final class DrainCommand implements Callable<Integer> {

    @Mixin
    private EndpointsOption endpointsOption;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "120s",
            converter = DurationConverter.class,
            description = "How long to wait: a whole number with ms, s, m or h. Default: ${DEFAULT-VALUE}.")
    private Duration timeout;

    @Override
    public Integer call() {
        throw new UserError("drain is not there yet");
    }
}
