package io.aurea.cli.lab;

import io.aurea.cli.DurationConverter;
import io.aurea.cli.ExitCode;
import io.aurea.truth.Case;
import io.aurea.truth.CellVerdict;
import io.aurea.truth.Matrix;
import io.aurea.truth.MatrixRule;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "truth",
        mixinStandardHelpOptions = true,
        header = "Checks that every verdict stands for exactly as long as it is true.",
        description = {
            "",
            "Plays the whole loop, without a broker, against seven simulated services whose every fault is known:"
                    + " at cycles of 10 s, 60 s and 300 s, after 10 minutes, 2 hours and 2 weeks in order, with a level"
                    + " that follows the time of day and one that does not, faults of three sizes (a level 2, 3 and 10"
                    + " times as high; a success rate of 99 % that falls to 95, 60 and 0 %) that last 10 minutes, 2 hours"
                    + " and 12 hours.",
            "",
            "A cell is right when",
            "  latency, success, failure, anomaly, saturation, shift: the pattern is on within 3 cycles (a shift: 3 after"
                    + " the windows that its evidence takes) where the fault is beyond the limits of the policy, and stays"
                    + " on without a break to the end; it ends within the quiet windows of the policy (and the run that"
                    + " the rule looks back on) after the fault; and no other pattern is on",
            "  health: the score is low for all of the fault, and back after it",
            "  goals: one is set where a threshold is passed, and none is achieved before the end",
            "  verification: of actions that do nothing none is VERIFIED before the fault is over",
            "  accept: a level that a person accepts is the reference from the next cycle on, and remains so",
            "  in_order: a service in order has no pattern, no goal and no low health",
            "Where history is too short for a verdict, or a fault is right at a limit, either is right.",
            "",
            "The same seed gives the same verdicts.",
            "",
            "Examples:",
            "  ./aurea lab truth --brief",
            "  ./aurea lab truth --cycle 1m --rule latency,health --all",
            ""
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  every cell is right",
            "  1  some are wrong; they are listed",
            "  2  nothing checked: a wrong flag"
        })
final class TruthCli implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--cycle",
            paramLabel = "DURATION",
            split = ",",
            converter = DurationConverter.class,
            description = "Only these: 10s, 1m, 5m.")
    private List<Duration> cycles;

    @Option(
            names = "--history",
            paramLabel = "DURATION",
            split = ",",
            converter = DurationConverter.class,
            description = "Only these: 10m, 2h, 336h.")
    private List<Duration> histories;

    @Option(
            names = "--rule",
            paramLabel = "NAME",
            split = ",",
            description =
                    "Only these: latency, success, failure, anomaly, saturation, shift, health, goals, verification,"
                            + " accept, in_order.")
    private List<String> rules;

    @Option(
            names = "--brief",
            description = "Without the slowest cases: 14 days at 10 s and 60 s, and faults of 12 hours at 10 s.")
    private boolean brief;

    @Option(names = "--all", description = "List every wrong cell, not only the first ten of a rule.")
    private boolean all;

    @Option(names = "--csv", paramLabel = "FILE", description = "Also write every cell there, as CSV.")
    private Path csv;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of the random numbers. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Override
    public Integer call() throws InterruptedException, IOException {
        Set<MatrixRule> asked = rules();
        Matrix matrix = new Matrix(brief, seed);
        List<Long> cyclesMs = among("--cycle", cycles, Case.CYCLES_MS);
        List<Long> historiesMs = among("--history", histories, Case.HISTORIES_MS);
        List<Case> cases = matrix.cases().stream()
                .filter(of -> cyclesMs.contains(of.cycleMs()) && historiesMs.contains(of.historyMs()))
                .filter(of -> asked.stream().anyMatch(of::concerns))
                .toList();
        long began = System.nanoTime();
        List<CellVerdict> verdicts = play(matrix, cases).stream()
                .filter(verdict -> asked.contains(verdict.rule()))
                .toList();
        TruthReport report = new TruthReport(verdicts);
        PrintWriter out = spec.commandLine().getOut();
        report.print(out, all ? Integer.MAX_VALUE : TruthReport.LISTED);
        out.printf(
                Locale.ROOT,
                "%,d cells, %,d right, %,d wrong; seed %d, %.0f s%n",
                verdicts.size(),
                verdicts.size() - report.wrong(),
                report.wrong(),
                seed,
                (System.nanoTime() - began) / 1e9);
        out.flush();
        if (csv != null) {
            Files.writeString(csv, report.csv());
        }
        return report.wrong() == 0 ? ExitCode.DONE : ExitCode.INCOMPLETE;
    }

    /** As many cases at once as there are processors. */
    private static List<CellVerdict> play(Matrix matrix, List<Case> cases) throws InterruptedException {
        ExecutorService workers =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            List<Future<List<CellVerdict>>> running = new ArrayList<>();
            cases.forEach(of -> running.add(workers.submit(() -> matrix.play(of))));
            List<CellVerdict> verdicts = new ArrayList<>();
            for (Future<List<CellVerdict>> one : running) {
                verdicts.addAll(one.get());
            }
            return verdicts;
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        } finally {
            workers.shutdownNow();
        }
    }

    private Set<MatrixRule> rules() {
        if (rules == null) {
            return EnumSet.allOf(MatrixRule.class);
        }
        Set<MatrixRule> asked = EnumSet.noneOf(MatrixRule.class);
        for (String name : rules) {
            asked.add(Arrays.stream(MatrixRule.values())
                    .filter(rule -> TruthReport.name(rule).equals(name))
                    .findFirst()
                    .orElseThrow(() -> new ParameterException(
                            spec.commandLine(),
                            "--rule names '%s'; allowed: %s"
                                    .formatted(
                                            name,
                                            String.join(
                                                    ", ",
                                                    Arrays.stream(MatrixRule.values())
                                                            .map(TruthReport::name)
                                                            .toList())))));
        }
        return asked;
    }

    private List<Long> among(String option, List<Duration> asked, List<Long> known) {
        if (asked == null) {
            return known;
        }
        List<Long> chosen = asked.stream().map(Duration::toMillis).toList();
        for (long ms : chosen) {
            if (!known.contains(ms)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "%s is %s; allowed: %s"
                                .formatted(
                                        option,
                                        DurationConverter.text(Duration.ofMillis(ms)),
                                        String.join(
                                                ", ",
                                                known.stream()
                                                        .map(k -> DurationConverter.text(Duration.ofMillis(k)))
                                                        .toList())));
            }
        }
        return chosen;
    }
}
