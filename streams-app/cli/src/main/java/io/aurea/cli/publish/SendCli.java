package io.aurea.cli.publish;

import io.aurea.app.AppSettings;
import io.aurea.cli.DurationConverter;
import io.aurea.cli.ExitCode;
import io.aurea.cli.Servers;
import io.aurea.cli.ServersOption;
import io.aurea.cli.Terminal;
import io.aurea.cli.UserError;
import io.aurea.installation.Installation;
import io.aurea.registry.RegistryConfig;
import io.aurea.schema.Observation;
import io.aurea.topic.Topics;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serde;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "send",
        mixinStandardHelpOptions = true,
        header = "Publishes observations, one JSON object per line.",
        description = {
            "",
            "Fields are those of the Avro schema: tenant_id, source, kind (METRIC, COUNTER, OPERATION, HEALTH or EVENT),"
                    + " name and observed_at (ISO-8601 with offset, or epoch seconds or milliseconds) always; value for a"
                    + " METRIC or COUNTER; success and duration_ms for an OPERATION, error when it failed, and peer when it"
                    + " called another source; success for a HEALTH; and observation_id, unit and attributes (an object of"
                    + " strings) as you like.",
            "",
            "A METRIC is a gauge, such as a queue's length. What only grows until its process restarts, such as"
                    + " requests_total, is a COUNTER, and is followed as its rate per second; each series is the counter of"
                    + " one process.",
            "",
            "Each line is checked for form. An invalid line is reported on stderr with its number and the reason,"
                    + " and the others are still sent. Blank lines are skipped. At the end stdout says `sent N rejected M`, and"
                    + " stderr which of the lines sent are late or rejected by the loop.",
            "",
            "Example:",
            "  echo '{\"tenant_id\":\"shop\",\"source\":\"cart\",\"kind\":\"METRIC\",\"name\":\"latency_ms\","
                    + "\"observed_at\":\"'$(date -u +%%FT%%TZ)'\",\"value\":12.5,\"unit\":\"ms\"}' | ./aurea send -",
            "",
            "Time: a record whose window has closed is late and ends up in aurea.dead-letters. On a stack with"
                    + " --clock data time comes from the records: send passes the time on to every partition whenever a"
                    + " window closes, so sort the lines by observed_at. A record more than 10m (clock.jump.max.ms) ahead of those"
                    + " before it moves time only with a second one of a later window, so that one wrong clock makes"
                    + " nothing late. A record further ahead of the wall clock than 5m"
                    + " (max.clock.skew.ms) is sent, but never moves time; observe rejects it. After --close nothing older is"
                    + " accepted: a record with an observed_at in a closed window is late.",
            ""
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  every line was sent",
            "  1  some lines were rejected, the others were sent",
            "  2  nothing more could be sent: a wrong flag, no such file, an unreachable server"
        })
public final class SendCli implements Callable<Integer> {

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

    /** For a person who is waiting. */
    private static final Map<String, Object> IMPATIENT = Map.of(RegistryConfig.MAX_RETRIES_CONFIG, 2);

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ServersOption servers;

    @Parameters(paramLabel = "FILE", description = "A file of lines; - reads stdin.")
    private String file;

    @Option(
            names = "--close",
            description =
                    "After the last line, close every window that is open, with one last tick to every partition. Only on"
                            + " a stack with --clock data. Waits if such a window ends in the future, until its end has passed.")
    private boolean close;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = DurationConverter.class,
            description =
                    "How long to wait at the end until the loop has read the lines, to say which of them are late or"
                            + " rejected by it: a whole number with ms, s, m or h; 0s does not look. Default: ${DEFAULT-VALUE}.")
    private Duration wait;

    SendCli(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Installation at = servers.read();
        AppSettings app = at.app();
        if (close && app.wallClock()) {
            throw new UserError(
                    "--close needs a stack on the data clock; this one closes its windows by itself, since %s"
                            .formatted(at.describe(AppSettings.CLOCK_CONFIG, AppSettings.CLOCK_DEFAULT)));
        }
        try (InputStream in = open();
                Serde<Observation> serde = at.serdes(IMPATIENT).value(Topics.OBSERVATIONS)) {
            Servers.requireTopic(at, Topics.OBSERVATIONS.name());
            try (LinePublisher publisher =
                    new LinePublisher(LinePublisher.producer(app.kafka(), serde.serializer()), this::report)) {
                Optional<DataClock> clock = app.wallClock()
                        ? Optional.empty()
                        : Optional.of(new DataClock(app.cycles().window()));
                return send(in, publisher, clock, serde, at);
            }
        } catch (KafkaException failed) {
            throw failure(at, failed);
        }
    }

    private static UserError failure(Installation at, Throwable failed) {
        return new UserError(
                "sending to %s and %s failed: %s"
                        .formatted(
                                at.brokers(),
                                at.describe(AppSettings.SCHEMA_REGISTRY_URL_CONFIG, ""),
                                failed.getMessage()),
                failed);
    }

    private int send(
            InputStream in,
            LinePublisher publisher,
            Optional<DataClock> clock,
            Serde<Observation> serde,
            Installation at)
            throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Instant begun = Instant.now();
        SendRun submission = new SendRun(
                publisher, clock, System::currentTimeMillis, spec.commandLine().getErr(), terminal.progress());
        Thread onSignal = new Thread(() -> endEarly(submission, publisher), "aurea-send-signal");
        Runtime.getRuntime().addShutdownHook(onSignal);
        try {
            submission.run(new LineReader(in));
        } catch (RuntimeException failed) {
            if (!submission.stopped()) {
                throw failed;
            }
            // The shutdown hook has closed the producer, and prints the summary.
        }
        removeUnlessRunning(onSignal);
        if (submission.stopped()) {
            return ExitCode.INCOMPLETE;
        }
        if (close && publisher.failure() == null) {
            closeWindows(publisher, serde, at);
        }
        clock.flatMap(this::strays).ifPresent(spec.commandLine().getErr()::println);
        out.println(submission.summary());
        out.flush();
        if (publisher.failure() != null) {
            throw failure(at, publisher.failure());
        }
        if (!wait.isZero()) {
            new Aftermath(at.app(), publisher.stored(), begun)
                    .report(wait)
                    .ifPresent(spec.commandLine().getErr()::println);
        }
        return submission.rejected() == 0 ? ExitCode.DONE : ExitCode.INCOMPLETE;
    }

    /** On Ctrl-C what was read is still sent and reported. */
    private void endEarly(SendRun submission, LinePublisher publisher) {
        submission.stop();
        publisher.close(CLOSE_LIMIT);
        PrintWriter out = spec.commandLine().getOut();
        out.println(submission.summary());
        out.flush();
    }

    private static void removeUnlessRunning(Thread hook) throws InterruptedException {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            hook.join();
        }
    }

    private Optional<String> strays(DataClock clock) {
        if (clock.astray() > 0) {
            return Optional.of(
                    "of the lines sent, %d are more than %s (clock.jump.max.ms) ahead of those around them, the first at %s: they moved no time, and their windows stay open until time gets there"
                            .formatted(
                                    clock.astray(),
                                    DurationConverter.text(Duration.ofMillis(clock.jumpMaxMs())),
                                    Instant.ofEpochMilli(clock.firstAstray())));
        }
        if (clock.ahead().isPresent()) {
            String last = "the last lines are %s ahead of those before them"
                    .formatted(DurationConverter.text(
                            Duration.ofSeconds(clock.ahead().getAsLong() / 1_000)));
            return Optional.of(
                    close
                            ? last + ", and --close has carried time there"
                            : last + "; they carry time when a later window's follow, or with --close");
        }
        return Optional.empty();
    }

    private void closeWindows(LinePublisher publisher, Serde<Observation> serde, Installation at)
            throws InterruptedException {
        OptionalLong closing = ObservationScan.closing(
                at.kafka(), serde.deserializer(), at.app().cycles().window());
        if (closing.isEmpty()) {
            return;
        }
        long wait = closing.getAsLong() - System.currentTimeMillis();
        if (wait > 0) {
            spec.commandLine()
                    .getErr()
                    .println("waiting %s for the end of the last window"
                            .formatted(DurationConverter.text(Duration.ofSeconds(wait / 1_000 + 1))));
            Thread.sleep(wait + 1);
        }
        publisher.tick(closing.getAsLong());
        publisher.flush();
    }

    private void report(long line, String reason) {
        SendRun.report(spec.commandLine().getErr(), terminal.progress(), line, reason);
    }

    private InputStream open() throws IOException {
        if (file.equals("-")) {
            return System.in;
        }
        try {
            return new FileInputStream(file);
        } catch (IOException unreadable) {
            throw new UserError("cannot read FILE %s".formatted(unreadable.getMessage()), unreadable);
        }
    }
}
