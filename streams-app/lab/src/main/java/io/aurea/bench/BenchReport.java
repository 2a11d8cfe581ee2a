package io.aurea.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/** The results of all runs, as medians. */
public final class BenchReport {
    private static final String ROW = "%-8s %11s %11s %9s %9s %9s %9s %9s   %s";

    private static final ToDoubleFunction<Passes> WHOLE =
            passes -> passes.cold().recordsPerS();
    private static final ToDoubleFunction<Passes> STEADY =
            passes -> passes.warm().steadyRecordsPerS();

    /** One run of one arm, and whether its counts match what was sent. */
    record Run(Passes passes, boolean countsOk) {}

    private final long records;
    private final int series;
    private final int runs;
    private final Map<ArmName, List<Run>> byArm = new EnumMap<>(ArmName.class);

    BenchReport(long records, int series, int runs) {
        this.records = records;
        this.series = series;
        this.runs = runs;
    }

    void add(ArmName arm, Run run) {
        byArm.computeIfAbsent(arm, a -> new ArrayList<>()).add(run);
    }

    String lastLine(ArmName arm) {
        List<Run> all = byArm.get(arm);
        return row(arm.label(), List.of(all.get(all.size() - 1)));
    }

    /** Whether every arm counted exactly what was sent, in every run. */
    public boolean countsOk() {
        return byArm.values().stream().flatMap(List::stream).allMatch(Run::countsOk);
    }

    /** The table for the terminal. */
    public String table() {
        List<String> lines = new ArrayList<>();
        lines.add(ROW.formatted("", "records/s", "records/s", "CPU s/M", "CPU s/M", "broker", "broker", "memory", ""));
        lines.add(ROW.formatted("arm", "whole", "steady", "whole", "steady", "whole", "steady", "peak MB", "counts"));
        byArm.forEach((arm, all) -> lines.add(row(arm.label(), all)));
        lines.add("observe / decode: %.2f   observe / dsl: %.1f   (steady; whole: %.2f and %.1f)"
                .formatted(
                        ratio(ArmName.DECODE, STEADY),
                        ratio(ArmName.DSL, STEADY),
                        ratio(ArmName.DECODE, WHOLE),
                        ratio(ArmName.DSL, WHOLE)));
        return String.join(System.lineSeparator(), lines);
    }

    private static String row(String label, List<Run> all) {
        Double peak = peak(all);
        return ROW.formatted(
                label,
                "%,.0f".formatted(median(all, WHOLE)),
                "%,.0f".formatted(median(all, STEADY)),
                "%.2f".formatted(median(all, run -> run.cold().cpuSPerMillion())),
                "%.2f".formatted(median(all, run -> run.warm().cpuSPerMillion())),
                "%.2f".formatted(median(all, run -> run.cold().brokerCpuSPerMillion())),
                "%.2f".formatted(median(all, run -> run.warm().brokerCpuSPerMillion())),
                peak == null ? "-" : "%.0f".formatted(peak),
                all.stream().allMatch(Run::countsOk) ? "ok" : "WRONG");
    }

    /** The report as JSON. */
    public Map<String, Object> json() {
        Map<String, Object> arms = new LinkedHashMap<>();
        byArm.forEach((arm, all) -> arms.put(arm.label(), json(all)));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("records", records);
        json.put("series", series);
        json.put("runs", runs);
        json.put("processors", Runtime.getRuntime().availableProcessors());
        json.put("java", Runtime.version().toString());
        json.put("arms", arms);
        json.put("observe_over_decode", ratio(ArmName.DECODE, STEADY));
        json.put("observe_over_dsl", ratio(ArmName.DSL, STEADY));
        json.put("observe_over_decode_whole", ratio(ArmName.DECODE, WHOLE));
        json.put("observe_over_dsl_whole", ratio(ArmName.DSL, WHOLE));
        return json;
    }

    private static Map<String, Object> json(List<Run> all) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("records_per_s", median(all, WHOLE));
        json.put("steady_records_per_s", median(all, STEADY));
        json.put("cpu_s_per_million", median(all, run -> run.cold().cpuSPerMillion()));
        json.put("steady_cpu_s_per_million", median(all, run -> run.warm().cpuSPerMillion()));
        json.put("broker_cpu_s_per_million", median(all, run -> run.cold().brokerCpuSPerMillion()));
        json.put(
                "steady_broker_cpu_s_per_million", median(all, run -> run.warm().brokerCpuSPerMillion()));
        json.put("peak_mb", peak(all));
        json.put("startup_s", median(all, run -> run.cold().startupS()));
        json.put("counts_ok", all.stream().allMatch(Run::countsOk));
        json.put("records_per_s_of_runs", each(all, WHOLE));
        json.put("steady_records_per_s_of_runs", each(all, STEADY));
        return json;
    }

    private static double[] each(List<Run> all, ToDoubleFunction<Passes> number) {
        return all.stream().map(Run::passes).mapToDouble(number).toArray();
    }

    private static Double peak(List<Run> all) {
        return all.stream()
                .map(run -> run.passes().warm().peakMb())
                .filter(Objects::nonNull)
                .max(Double::compare)
                .orElse(null);
    }

    /** The median of observe's ratio to another arm, run by run: the arms of one run saw the same machine. */
    private double ratio(ArmName other, ToDoubleFunction<Passes> number) {
        List<Run> mine = byArm.get(ArmName.OBSERVE);
        List<Run> theirs = byArm.get(other);
        double[] ratios = new double[mine.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = number.applyAsDouble(mine.get(i).passes())
                    / number.applyAsDouble(theirs.get(i).passes());
        }
        return median(ratios);
    }

    private static double median(List<Run> all, ToDoubleFunction<Passes> number) {
        return median(each(all, number));
    }

    private static double median(double[] numbers) {
        Arrays.sort(numbers);
        int middle = numbers.length / 2;
        return numbers.length % 2 == 1 ? numbers[middle] : (numbers[middle - 1] + numbers[middle]) / 2;
    }
}
