package io.aurea.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.fixture.AureaProcess;
import io.aurea.fixture.Readme;
import io.aurea.fixture.StackProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs docs/FIRST-CYCLES.md and compares the output. */
class FirstCyclesIT {
    private static final Pattern BLOCK =
            Pattern.compile("^```\\n(.*?)^```\\n(?:```\\n(.*?)^```\\n)?", Pattern.DOTALL | Pattern.MULTILINE);
    private static final String UP = "./aurea up ";

    @TempDir
    private Path folder;

    /** A command and its output, which may be empty. */
    private record Step(String command, String output) {}

    @Test
    void shouldPrintWhatThePageShows() throws Exception {
        List<Step> steps = steps();
        assertThat(steps).hasSizeGreaterThan(8);
        String up = steps.get(0).command().strip();
        assertThat(up).startsWith(UP);
        AureaProcess.script(folder.resolve("aurea"));
        SoftAssertions softly = new SoftAssertions();
        try (StackProcess stack = StackProcess.up(
                folder.resolve(".aurea"), up.substring(UP.length()).split(" "))) {
            stack.app().requireAlive();
            for (Step step : steps.subList(1, steps.size())) {
                softly.assertThat(run(step.command())).as(step.command()).isEqualTo(step.output());
            }
            for (String query : List.of(
                    "SELECT * FROM unified_brain WHERE category = 'aurea_metrics' ORDER BY last_updated DESC LIMIT 10",
                    "SELECT * FROM aurea_cycle_metrics ORDER BY cycle_number DESC LIMIT 10",
                    "SELECT * FROM aurea_autonomous_goals WHERE status = 'active'",
                    "SELECT * FROM aurea_patterns ORDER BY confidence DESC LIMIT 10")) {
                softly.assertThat(run("./aurea sql \"" + query + "\""))
                        .as(query)
                        .doesNotContain("(0 rows)");
            }
        }
        softly.assertAll();
    }

    private static List<Step> steps() throws IOException {
        String page = Files.readString(Readme.HOME.resolve("docs/FIRST-CYCLES.md"));
        List<Step> steps = new ArrayList<>();
        for (MatchResult block : BLOCK.matcher(page).results().toList()) {
            steps.add(new Step(block.group(1), block.group(2) == null ? "" : block.group(2)));
        }
        return steps;
    }

    /** The output of bash, without trailing spaces. */
    private String run(String command) throws Exception {
        Path out = folder.resolve("out");
        Process bash = new ProcessBuilder("bash", "-euc", command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(bash.waitFor(120, TimeUnit.SECONDS)).as(command).isTrue();
        String printed = Files.readString(out, StandardCharsets.UTF_8);
        assertThat(bash.exitValue()).as(printed).isZero();
        StringBuilder lines = new StringBuilder();
        Arrays.stream(printed.stripTrailing().split("\n"))
                .forEach(line -> lines.append(line.stripTrailing()).append('\n'));
        return printed.isBlank() ? "" : lines.toString();
    }
}
