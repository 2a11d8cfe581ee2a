package io.aurea.cli.lab;

import io.aurea.cli.ExitCode;
import io.aurea.cli.UserError;
import io.aurea.trend.ModelSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "detect",
        mixinStandardHelpOptions = true,
        header = "Scores recorded series as the running loop would have, file by file.",
        description = {
            "",
            "For every CSV under --in, at any depth, with the columns timestamp and value, writes the same path"
                    + " under --out with timestamp, value, anomaly_score, alarm: one row per input row, in order; the"
                    + " result for a row depends only on it and the rows before it. One value counts as one closed window."
                    + " Needs no stack.",
            "",
            "anomaly_score, [0, 1], is highest where something new begins. alarm is 1 in the row in which the"
                    + " evidence that the level has left its usual range is too strong to be chance, else 0; there is no"
                    + " further alarm until the level is back, or has become the usual one.",
            "",
            "Columns are found by name, ignoring case; others are not read. A timestamp is epoch seconds or"
                    + " milliseconds, as for `aurea send`, or ISO 8601, with T or a space, in UTC unless it has an offset."
                    + " An empty value (or NaN) is missing: its row gets score 0 and no alarm.",
            "",
            "Example:",
            "  ./aurea detect --in recordings --out scored",
            "  ./aurea detect --in recordings --out scored --budget 1000000",
            ""
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  every file with these columns is scored; stderr names the files without them",
            "  1  some files could not be scored; stderr names each with the line and what is allowed there",
            "  2  a wrong flag, a missing folder, or no CSV in it"
        })
public final class DetectCli implements Callable<Integer> {

    @Option(names = "--in", required = true, paramLabel = "DIR", description = "Folder with the series.")
    private Path in;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Folder for the scores, created if needed; files there are replaced. Not inside --in.")
    private Path out;

    @Option(
            names = "--budget",
            paramLabel = "N",
            defaultValue = "" + ModelSettings.BUDGET_WINDOWS,
            description = "In how many rows of a series chance may raise one alarm, 100 to 1000000000; default"
                    + " ${DEFAULT-VALUE}, that of the setting anomaly.budget.windows.")
    private long budget;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (!Files.isDirectory(in)) {
            throw new UserError("--in %s is not a folder; allowed: a folder that holds CSV files".formatted(in));
        }
        if (out.toAbsolutePath().normalize().startsWith(in.toAbsolutePath().normalize())) {
            throw new UserError("--out %s is inside --in %s; allowed: a folder outside it".formatted(out, in));
        }
        ModelSettings model = model();
        List<Path> files = csvFiles();
        if (files.isEmpty()) {
            throw new UserError("--in %s holds no file that ends in .csv".formatted(in));
        }
        int scored = 0;
        int skipped = 0;
        int failed = 0;
        long rows = 0;
        for (Path file : files) {
            try {
                SeriesScoring scoring = new SeriesScoring(model);
                if (scoring.score(file, out.resolve(in.relativize(file)))) {
                    scored++;
                    rows += scoring.rows();
                } else {
                    skipped++;
                    spec.commandLine()
                            .getErr()
                            .println("skipped %s: its first line does not name timestamp and value".formatted(file));
                }
            } catch (UserError wrong) {
                failed++;
                spec.commandLine().getErr().println("aurea: " + wrong.getMessage());
            }
        }
        spec.commandLine()
                .getOut()
                .println("scored %d, rows %d, skipped %d, failed %d".formatted(scored, rows, skipped, failed));
        return failed == 0 ? ExitCode.DONE : ExitCode.INCOMPLETE;
    }

    private ModelSettings model() {
        if (budget < ModelSettings.LEAST_BUDGET_WINDOWS || budget > ModelSettings.MOST_BUDGET_WINDOWS) {
            throw new UserError("--budget is %d; allowed: %d to %d"
                    .formatted(budget, ModelSettings.LEAST_BUDGET_WINDOWS, ModelSettings.MOST_BUDGET_WINDOWS));
        }
        return ModelSettings.DEFAULT.with(ModelSettings.ACCEPT_AFTER_MS, budget);
    }

    private List<Path> csvFiles() throws IOException {
        try (Stream<Path> tree = Files.walk(in)) {
            return tree.filter(file -> file.toString().toLowerCase(Locale.ROOT).endsWith(".csv"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }
}
