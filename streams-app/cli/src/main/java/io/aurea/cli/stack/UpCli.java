package io.aurea.cli.stack;

import io.aurea.cli.DurationConverter;
import io.aurea.cli.TimeSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        header = "Runs the whole stack on this machine until Ctrl-C.",
        description = {
            "",
            "Starts, on loopback only: a Kafka broker, the schema registry, a Connect worker with the PostgreSQL sink,"
                    + " PostgreSQL, the streams app and its status page. When all of it is ready it writes the endpoints"
                    + " file, prints the addresses and from then on one line per cycle and tenant, and for each step of a"
                    + " decision. The machine observes itself as tenant aurea. A simulated shop runs as tenant demo-shop,"
                    + " breaks every few minutes, and carries out what is decided for it.",
            "",
            "Ports: 9092 Kafka, 8081 registry, 8083 Connect, 5433 PostgreSQL, 8080 HTTP. A port that is in use is"
                    + " replaced by a free one, and the banner says so.",
            "",
            "Everything is kept in the data folder. Starting again with it resumes where the last run stopped,"
                    + " even if that was killed. The clock, cycle and grace of a folder are fixed by its first start.",
            "",
            "A shell starts a program in the background with SIGINT ignored: a stack that a script has started with & is"
                    + " stopped by SIGTERM (kill), not by Ctrl-C.",
            "",
            "Examples:",
            "  ./aurea up",
            "  ./aurea up --data /var/tmp/replay --clock data --cycle 60s --grace 5s",
            ""
        },
        footerHeading = "%nDURATION is a whole number with ms, s, m or h: 500ms, 10s, 1m.%n%nExit codes:%n",
        footer = {
            "  0  stopped by Ctrl-C or SIGTERM",
            "  1  a server ended by itself; the last line on stderr names it and its log",
            "  2  did not start: a wrong flag, a folder in use, a folder with other settings, a server that would not"
                    + " start"
        })
public final class UpCli implements Callable<Integer> {

    private static final Duration SHORTEST_CYCLE = Duration.ofMillis(100);

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = ".aurea",
            description = "Data folder, created if missing. Default: ${DEFAULT-VALUE} in the working directory.")
    private Path data;

    @Option(
            names = "--endpoints",
            paramLabel = "FILE",
            description = "File to write the addresses to when everything is ready, removed at the end."
                    + " Default: endpoints.json in the data folder.")
    private Path endpoints;

    @Option(
            names = "--cycle",
            paramLabel = "DURATION",
            defaultValue = "10s",
            converter = DurationConverter.class,
            description = "Length of a cycle window, at least 100ms. Default: ${DEFAULT-VALUE}.")
    private Duration cycle;

    @Option(
            names = "--grace",
            paramLabel = "DURATION",
            defaultValue = "2s",
            converter = DurationConverter.class,
            description = "How long a window waits for stragglers, 0s or more. Default: ${DEFAULT-VALUE}.")
    private Duration grace;

    @Option(
            names = "--clock",
            paramLabel = "wall|data",
            defaultValue = "wall",
            converter = TimeSource.TimeSourceConverter.class,
            description =
                    "What moves time. wall: the wall clock, so that windows close when nothing comes. data: only the"
                            + " records and `aurea send`, to replay old data; implies --no-self and --no-demo. Default:"
                            + " ${DEFAULT-VALUE}.")
    private TimeSource clock;

    @Option(
            names = "--start-limit",
            paramLabel = "DURATION",
            defaultValue = "90s",
            converter = DurationConverter.class,
            description = "How long each server, the topics, the sink and the app may take to be ready, 1s to 1h."
                    + " Default: ${DEFAULT-VALUE}.")
    private Duration startLimit;

    @Option(
            names = "--verbose",
            description = "Keep in the log also what Kafka's clients and the web server say that is no warning.")
    private boolean verbose;

    @Option(names = "--no-self", description = "Do not observe this machine as tenant aurea.")
    private boolean noSelf;

    @Option(
            names = "--backup",
            paramLabel = "FILE",
            description = "Write a backup of the folder before the app starts; see `aurea backup`.")
    private Path backup;

    @Option(
            names = "--restore",
            paramLabel = "FILE",
            description = "Begin a new data folder with this backup; see `aurea restore`.")
    private Path restore;

    @Option(
            names = "--reset-state",
            description = "Begin without the app's state and keep the history in topics and tables; see `aurea reset`.")
    private boolean resetState;

    @Option(names = "--no-demo", description = "Do not run the simulated shop, tenant demo-shop.")
    private boolean noDemo;

    @Override
    public Integer call() throws Exception {
        UpSettings settings = settings();
        return new UpRun(
                        settings,
                        verbose,
                        spec.commandLine().getOut(),
                        spec.commandLine().getErr())
                .run();
    }

    /** The flags, checked. */
    UpSettings settings() {
        if (cycle.compareTo(SHORTEST_CYCLE) < 0) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--cycle is %s; allowed: at least %s"
                            .formatted(DurationConverter.text(cycle), DurationConverter.text(SHORTEST_CYCLE)));
        }
        RunCli.requireStartLimit(spec, startLimit);
        boolean wall = clock == TimeSource.WALL;
        return new UpSettings(
                data,
                endpoints == null ? data.resolve("endpoints.json") : endpoints,
                new StackFolder.Time(clock, cycle, grace),
                startLimit,
                wall && !noSelf,
                wall && !noDemo,
                Optional.ofNullable(backup),
                Optional.ofNullable(restore),
                resetState);
    }
}
