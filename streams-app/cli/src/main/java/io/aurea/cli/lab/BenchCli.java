package io.aurea.cli.lab;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.aurea.bench.Bench;
import io.aurea.bench.BenchReport;
import io.aurea.cli.ExitCode;
import io.aurea.cli.UserError;
import io.aurea.local.LocalStackException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        header = "Measures how fast observe is on this machine.",
        description = {
            "",
            "Starts a broker in a process of its own, writes observations of uneven series over many windows, and"
                    + " has three arms read all of them in turn, each in a fresh process with the settings of the app:",
            "  decode   consumer and Avro decoding only: the limit",
            "  observe  the observe stage, exactly-once, with everything it does",
            "  dsl      the same aggregate in the plain Streams DSL, exactly-once, keyed by series already",
            "",
            "Each process reads all records four times. whole is the first pass, from the first record to the"
                    + " last commit, while the JVM compiles the program; steady is the last pass, without the first and the"
                    + " last tenth of the records. Prints, as medians of the runs: records per second; CPU seconds per"
                    + " million records, of the arm and of the broker; the peak of the arm's resident memory; and whether"
                    + " its counts, series by series, are what was sent. The ratios compare steady speeds.",
            "",
            "Leave the machine alone while it runs: any other load distorts the figures. The data goes to the"
                    + " temporary directory.",
            "",
            "Examples:",
            "  ./aurea bench",
            "  ./aurea bench --records 300000 --series 500 --runs 1 --json bench.json",
            ""
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  measured, and every count is right",
            "  1  measured, but an arm's counts differ from what was sent",
            "  2  not measured: a wrong flag, a server that would not start, an arm that failed"
        })
public final class BenchCli implements Callable<Integer> {

    private static final Duration END_LIMIT = Duration.ofSeconds(14);

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--records",
            paramLabel = "N",
            defaultValue = "3000000",
            description = "Observations to write, at least 1000. Default: ${DEFAULT-VALUE}.")
    private long records;

    @Option(
            names = "--series",
            paramLabel = "N",
            defaultValue = "4000",
            description = "Series to spread them over, 1 to 20000. Default: ${DEFAULT-VALUE}.")
    private int series;

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "3",
            description = "Runs of each arm, at least 1. Default: ${DEFAULT-VALUE}.")
    private int runs;

    @Option(names = "--json", paramLabel = "FILE", description = "File to write the figures to.")
    private Path json;

    @Override
    public Integer call() throws IOException {
        require(records >= 1_000, "--records", records, "at least 1000");
        require(series >= 1 && series <= 20_000, "--series", series, "1 to 20000");
        require(runs >= 1, "--runs", runs, "at least 1");
        PrintWriter out = spec.commandLine().getOut();
        CountDownLatch ended = new CountDownLatch(1);
        Thread work = Thread.currentThread();
        Thread onSignal = new Thread(() -> endEarly(work, ended), "aurea-bench-stop");
        Runtime.getRuntime().addShutdownHook(onSignal);
        Path folder = Files.createTempDirectory("aurea-bench");
        try {
            BenchReport report = new Bench(records, series, runs, folder, line -> print(out, line)).run();
            print(out, "");
            print(out, report.table());
            if (json != null) {
                new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(json.toFile(), report.json());
            }
            return report.countsOk() ? ExitCode.DONE : ExitCode.INCOMPLETE;
        } catch (LocalStackException | KafkaException | IllegalStateException | InterruptedException failed) {
            String reason =
                    failed instanceof InterruptedException ? "was interrupted" : "failed: " + failed.getMessage();
            throw new UserError("the benchmark " + reason, failed);
        } finally {
            delete(folder);
            ended.countDown();
            removeUnlessRunning(onSignal);
        }
    }

    /** On Ctrl-C the servers and the arm end too, and the data is deleted. */
    private static void endEarly(Thread work, CountDownLatch ended) {
        work.interrupt();
        try {
            if (ended.await(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    }

    private static void removeUnlessRunning(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // It is what ended the run.
        }
    }

    private void require(boolean holds, String flag, long value, String allowed) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), "%s is %d; allowed: %s".formatted(flag, value, allowed));
        }
    }

    private static void print(PrintWriter out, String line) {
        out.println(line);
        out.flush();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            List<Path> deepestFirst = found.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        }
    }
}
