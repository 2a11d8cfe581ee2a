package io.aurea.cli.stack;

import io.aurea.cli.ConfigOption;
import io.aurea.cli.DurationConverter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        header = "Runs the streams app against existing servers until SIGTERM or Ctrl-C.",
        description = {
            "",
            "Starts only the app and its status endpoint; Kafka, registry, Connect and PostgreSQL are those of"
                    + " the settings, prepared by `aurea topics create`, `aurea migrate` and `aurea connectors apply`. Log"
                    + " lines go to stdout.",
            "",
            "Several instances with the same application.id share the work, as many as there are partitions. Each needs"
                    + " a state.dir of its own and, on one machine, an http.port. One standby replica of each state is"
                    + " kept on another instance (num.standby.replicas).",
            "",
            "Settings, later ones win: the defaults, the --config file, AUREA_* variables, --set. Keys that this"
                    + " program does not know, such as main.consumer.max.poll.records or security.protocol, are passed on"
                    + " to Kafka's clients. Values may refer to secrets as ${env:NAME}, ${file:PATH:KEY} and"
                    + " ${dir:PATH:FILE}. docs/SETTINGS.md lists all; docs/aurea.properties is a file to start from.",
            "",
            "A shell starts a program in the background with SIGINT ignored, so that kill -INT, or Ctrl-C in the foreground,"
                    + " does not reach it when a script has put it there with &; SIGTERM stops it as well.",
            "",
            "Examples:",
            "  ./aurea run --config aurea.properties",
            "  ./aurea run --config aurea.properties --set http.port=8082 --set state.dir=/var/lib/aurea/2",
            "  AUREA_BOOTSTRAP_SERVERS=kafka:9092 AUREA_SCHEMA_REGISTRY_URL=http://registry:8081 ./aurea run",
            ""
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  stopped by Ctrl-C or SIGTERM",
            "  1  the app ended by itself; the log says why",
            "  2  did not start: a wrong flag or setting, a missing topic, an unreachable server"
        })
public final class RunCli implements Callable<Integer> {

    private static final Duration SHORTEST_START = Duration.ofSeconds(1);
    private static final Duration LONGEST_START = Duration.ofHours(1);

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOption config;

    @Option(
            names = "--start-limit",
            paramLabel = "DURATION",
            defaultValue = "30s",
            converter = DurationConverter.class,
            description = "How long the brokers may take to answer each question of the start, 1s to 1h."
                    + " Default: ${DEFAULT-VALUE}. The registry has registry.deadline.ms.")
    private Duration startLimit;

    @Option(
            names = "--verbose",
            description = "Log also what Kafka's clients and the web server say that is no warning.")
    private boolean verbose;

    @Override
    public Integer call() throws Exception {
        requireStartLimit(spec, startLimit);
        return new AppRun(config.read(), startLimit, verbose, spec.commandLine().getErr()).run();
    }

    /** The same for {@code up}. */
    static void requireStartLimit(CommandSpec spec, Duration limit) {
        if (limit.compareTo(SHORTEST_START) < 0 || limit.compareTo(LONGEST_START) > 0) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--start-limit is %s; allowed: %s to %s"
                            .formatted(
                                    DurationConverter.text(limit),
                                    DurationConverter.text(SHORTEST_START),
                                    DurationConverter.text(LONGEST_START)));
        }
    }
}
