package io.aurea.cli.lab;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.aurea.cli.ResultTable;
import io.aurea.cli.UserError;
import io.aurea.evaluate.ArmScore;
import io.aurea.evaluate.ArmScore.FaultScore;
import io.aurea.shop.FaultKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The scores of an evaluation, for a person and as JSON. Immutable.
 *
 * @param days simulated days of each arm
 */
record ScoreReport(long seed, int episodes, double days, List<ArmScore> scores) {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final double P95 = 0.95;
    private static final double SECONDS_A_DAY = 86_400;

    /** @param seconds duration of the evaluation */
    void print(PrintWriter out, double seconds) {
        List<List<String>> rows = new ArrayList<>();
        for (ArmScore s : scores) {
            rows.add(List.of(
                    s.arm(),
                    text("%.0f%%", 100 * s.detected()),
                    text("%.2f", s.falsePerDay()),
                    span(s.detectSeconds(0.5)),
                    span(s.detectSeconds(P95)),
                    span(s.healSeconds(0.5)),
                    span(s.healSeconds(P95)),
                    text("%,d", s.failedRequests()),
                    text("%.2f", s.actionsPerFault()),
                    text("%d", s.harmful()),
                    text("%d", s.unsafe())));
        }
        table(
                List.of(
                        "arm",
                        "detected",
                        "false/day",
                        "detect p50",
                        "detect p95",
                        "heal p50",
                        "heal p95",
                        "failed",
                        "actions/fault",
                        "harmful",
                        "unsafe"),
                rows,
                out);
        out.println();
        out.println("Failed requests by fault, from its onset to the next:");
        byFault(out);
        out.println();
        long requests = scores.get(0).requests();
        out.println(text(
                "seed %d, %d faults in %.1f days, %,d user requests per arm; %d arms in %.0f s (%,.0f times real"
                        + " time)",
                seed,
                episodes,
                days,
                requests,
                scores.size(),
                seconds,
                days * scores.size() * SECONDS_A_DAY / seconds));
        out.flush();
    }

    private void byFault(PrintWriter out) {
        List<List<String>> rows = new ArrayList<>();
        for (FaultKind kind : FaultKind.values()) {
            long count = of(scores.get(0), kind).size();
            if (count > 0) {
                List<String> row = new ArrayList<>(List.of(kind.label(), text("%d", count)));
                scores.forEach(s -> row.add(text("%,d", failed(of(s, kind)))));
                rows.add(row);
            }
        }
        List<String> header = new ArrayList<>(List.of("fault", "times"));
        scores.forEach(s -> header.add(s.arm()));
        table(header, rows, out);
    }

    private static List<FaultScore> of(ArmScore score, FaultKind kind) {
        return score.faults().stream().filter(f -> f.kind() == kind).toList();
    }

    private static long failed(List<FaultScore> faults) {
        return faults.stream().mapToLong(FaultScore::failedRequests).sum();
    }

    private static void table(List<String> header, List<List<String>> rows, PrintWriter out) {
        List<ResultTable.Column> columns = new ArrayList<>();
        for (int i = 0; i < header.size(); i++) {
            columns.add(new ResultTable.Column(header.get(i), i > 0));
        }
        new ResultTable(columns, rows, false).printRows(out, 0);
    }

    private static String span(OptionalDouble seconds) {
        return seconds.isEmpty() ? "-" : text("%.0f s", seconds.getAsDouble());
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /** @throws UserError when the file cannot be written */
    void write(Path file) {
        Map<String, Object> arms = new LinkedHashMap<>();
        scores.forEach(score -> arms.put(score.arm(), json(score)));
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("seed", seed);
        all.put("episodes", episodes);
        all.put("simulated_days", days);
        all.put("arms", arms);
        try {
            Files.writeString(file, JSON.writeValueAsString(all) + "\n");
        } catch (IOException unwritable) {
            throw new UserError("cannot write --json %s: %s".formatted(file, unwritable.getMessage()), unwritable);
        }
    }

    private static Map<String, Object> json(ArmScore s) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("detected", s.detected());
        json.put("located", s.located());
        json.put("false_alarms", s.falseAlarms());
        json.put("false_per_day", s.falsePerDay());
        json.put("quiet_days", s.quietDays());
        json.put("detect_median_s", orNull(s.detectSeconds(0.5)));
        json.put("detect_p95_s", orNull(s.detectSeconds(P95)));
        json.put("heal_median_s", orNull(s.healSeconds(0.5)));
        json.put("heal_p95_s", orNull(s.healSeconds(P95)));
        json.put("requests", s.requests());
        json.put("failed_requests", s.failedRequests());
        json.put("actions", s.actions());
        json.put("actions_per_fault", s.actionsPerFault());
        json.put("right", s.right());
        json.put("wasted", s.wasted());
        json.put("harmful", s.harmful());
        json.put("business_actions", s.business());
        json.put("unsafe", s.unsafe());
        json.put("limits_broken", s.broken());
        json.put("faults", s.faults().stream().map(ScoreReport::json).toList());
        return json;
    }

    private static Map<String, Object> json(FaultScore f) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", f.kind().label());
        json.put("target", f.target());
        json.put("detect_s", f.detectSeconds());
        json.put("located", f.located());
        json.put("heal_s", f.healSeconds());
        json.put("healed_by_action", f.byAction());
        json.put("failed_requests", f.failedRequests());
        return json;
    }

    private static Double orNull(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }
}
