package io.aurea.command;

import io.aurea.app.AppSettings;
import io.aurea.registry.RegistryClient;
import io.aurea.registry.RegistryConfig;
import io.aurea.schema.Observation;
import io.aurea.topic.TopicSerdes;
import io.aurea.topic.Topics;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.time.Duration;
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
        header = "Publishes observations, one JSON object a line.",
        description = {
            "",
            "Fields are those of the Avro schema: tenant_id, source, kind (METRIC, OPERATION, HEALTH or EVENT), name and"
                    + " observed_at (ISO-8601 with offset, or epoch milliseconds) always; value for a METRIC; success and"
                    + " duration_ms for an OPERATION, and error when it failed; success for a HEALTH; and observation_id,"
                    + " unit and attributes (an object of strings) as you like.",
            "",
            "Each line is checked for form. A line that is not in order is named on stderr with its number and reason,"
                    + " and the others are sent all the same. Blank lines are skipped. At the end stdout says"
                    + " `sent N rejected M`.",
            "",
            "Example:",
            "  echo '{\"tenant_id\":\"shop\",\"source\":\"cart\",\"kind\":\"METRIC\",\"name\":\"latency_ms\","
                    + "\"observed_at\":\"'$(date -u +%%FT%%TZ)'\",\"value\":12.5,\"unit\":\"ms\"}' | ./aurea send -",
            "",
            "Time: a record whose window has closed ends as late, in aurea.dead-letters. On a stack with --clock data"
                    + " time is what the records say: send tells every partition the time whenever a window closes, so"
                    + " sort the lines by observed_at. A record further ahead of the wall clock than 5m (max.clock.skew)"
                    + " is sent, but never moves time; observe rejects it. After --close nothing older is taken: what"
                    + " comes with an observed_at in a closed window ends as late.",
            ""
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  every line was sent",
            "  1  some lines were rejected, the others were sent",
            "  2  nothing more could be sent: a wrong flag, no such file, an unreachable server"
        })
final class SendCommand implements Callable<Integer> {

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Mixin
    private EndpointsOption endpointsOption;

    @Parameters(paramLabel = "FILE", description = "A file of lines; - reads stdin.")
    private String file;

    @Option(
            names = "--close",
            description = "After the last line, close every window that is open, with one last tick to every partition."
                    + " Only on a stack with --clock data. Waits when such a window ends in the future: its time must"
                    + " have come.")
    private boolean close;

    SendCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Endpoints endpoints = endpointsOption.read();
        boolean onDataClock = endpoints.timeSource() == TimeSource.DATA;
        if (close && !onDataClock) {
            throw new UserError(
                    "--close needs a stack with --clock data; the one of %s has --clock wall, which closes windows by itself"
                            .formatted(endpointsOption.file()));
        }
        try (InputStream in = open();
                Serde<Observation> serde = serde(endpoints)) {
            Servers.requireTopic(endpoints.bootstrapServers(), Topics.OBSERVATIONS.name(), endpointsOption.file());
            try (ObservationPublisher publisher = new ObservationPublisher(
                    ObservationPublisher.producer(endpoints.bootstrapServers(), serde.serializer()), this::report)) {
                return send(
                        in,
                        publisher,
                        onDataClock ? Optional.of(clock(endpoints)) : Optional.empty(),
                        serde,
                        endpoints);
            }
        } catch (KafkaException failed) {
            throw failure(endpoints, failed);
        }
    }

    private UserError failure(Endpoints endpoints, Throwable failed) {
        return new UserError(
                "sending to bootstrap_servers %s and schema_registry_url %s (from %s) failed: %s"
                        .formatted(
                                endpoints.bootstrapServers(),
                                endpoints.schemaRegistryUrl(),
                                endpointsOption.file(),
                                failed.getMessage()),
                failed);
    }

    private static DataClock clock(Endpoints endpoints) {
        AppSettings settings = new AppSettings(Map.of(
                AppSettings.BOOTSTRAP_SERVERS_CONFIG, endpoints.bootstrapServers(),
                AppSettings.SCHEMA_REGISTRY_URL_CONFIG, endpoints.schemaRegistryUrl(),
                AppSettings.CYCLE_SIZE_MS_CONFIG, endpoints.cycleMs(),
                AppSettings.CYCLE_GRACE_MS_CONFIG, endpoints.graceMs()));
        return new DataClock(settings.cycles().window());
    }

    private static Serde<Observation> serde(Endpoints endpoints) {
        Map<String, Object> settings = Map.of(
                RegistryConfig.URL_CONFIG,
                endpoints.schemaRegistryUrl(),
                // A person waits for the answer.
                RegistryConfig.MAX_RETRIES_CONFIG,
                2);
        return new TopicSerdes(settings, RegistryClient.create(settings)).value(Topics.OBSERVATIONS);
    }

    private int send(
            InputStream in,
            ObservationPublisher publisher,
            Optional<DataClock> clock,
            Serde<Observation> serde,
            Endpoints endpoints)
            throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Submission submission = new Submission(
                publisher, clock, System::currentTimeMillis, spec.commandLine().getErr(), terminal.progress());
        Thread onSignal = new Thread(() -> endEarly(submission, publisher), "aurea-send-signal");
        Runtime.getRuntime().addShutdownHook(onSignal);
        try {
            submission.run(new LineReader(in));
        } catch (RuntimeException failed) {
            if (!submission.stopped()) {
                throw failed;
            }
            // The hook has closed the producer under our hands, and prints the summary.
        }
        removeUnlessRunning(onSignal);
        if (submission.stopped()) {
            return ExitCode.INCOMPLETE;
        }
        if (close && clock.isPresent() && publisher.failure() == null) {
            closeWindows(clock.get(), publisher, serde, endpoints);
        }
        out.println(submission.summary());
        out.flush();
        if (publisher.failure() != null) {
            throw failure(endpoints, publisher.failure());
        }
        return submission.rejected() == 0 ? ExitCode.DONE : ExitCode.INCOMPLETE;
    }

    /** On Ctrl-C what was read is still sent, and told. */
    private void endEarly(Submission submission, ObservationPublisher publisher) {
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

    private void closeWindows(
            DataClock clock, ObservationPublisher publisher, Serde<Observation> serde, Endpoints endpoints)
            throws InterruptedException {
        ObservationScan.replay(endpoints.bootstrapServers(), serde.deserializer(), clock);
        OptionalLong closing = clock.closing();
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
        Submission.report(spec.commandLine().getErr(), terminal.progress(), line, reason);
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
