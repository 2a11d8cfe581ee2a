package io.aurea.cli.lab;

import io.aurea.cli.DurationConverter;
import io.aurea.cli.ResultTable;
import io.aurea.truth.Case;
import io.aurea.truth.CellVerdict;
import io.aurea.truth.MatrixRule;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The truth matrix for a person, and as CSV. Immutable. */
record TruthReport(List<CellVerdict> verdicts) {
    /** Wrong cells listed per rule by default. */
    static final int LISTED = 10;

    long wrong() {
        return verdicts.stream().filter(verdict -> !verdict.right()).count();
    }

    /** Prints how many cells are right, by rule, cycle and history; then the wrong ones. */
    void print(PrintWriter out, int listed) {
        List<ResultTable.Column> columns = new ArrayList<>();
        columns.add(new ResultTable.Column("rule", false));
        columns.add(new ResultTable.Column("cells", true));
        columns.add(new ResultTable.Column("right", true));
        columns.add(new ResultTable.Column("wrong", true));
        for (long cycleMs : Case.CYCLES_MS) {
            for (long historyMs : Case.HISTORIES_MS) {
                columns.add(new ResultTable.Column(text(cycleMs) + '/' + text(historyMs), true));
            }
        }
        List<List<String>> rows = new ArrayList<>();
        for (MatrixRule rule : MatrixRule.values()) {
            List<CellVerdict> own =
                    verdicts.stream().filter(verdict -> verdict.rule() == rule).toList();
            if (!own.isEmpty()) {
                rows.add(row(rule, own));
            }
        }
        new ResultTable(columns, rows, false).printRows(out, 0, ResultTable.Highlight.NONE);
        out.println("Columns cycle/history: cells that are right, of all.");
        for (MatrixRule rule : MatrixRule.values()) {
            printWrong(rule, listed, out);
        }
        out.println();
    }

    private static List<String> row(MatrixRule rule, List<CellVerdict> verdicts) {
        List<String> row = new ArrayList<>();
        long right = verdicts.stream().filter(CellVerdict::right).count();
        row.add(name(rule));
        row.add(Integer.toString(verdicts.size()));
        row.add(Long.toString(right));
        row.add(Long.toString(verdicts.size() - right));
        for (long cycleMs : Case.CYCLES_MS) {
            for (long historyMs : Case.HISTORIES_MS) {
                List<CellVerdict> cell = verdicts.stream()
                        .filter(v -> v.of().cycleMs() == cycleMs && v.of().historyMs() == historyMs)
                        .toList();
                row.add(
                        cell.isEmpty()
                                ? "-"
                                : cell.stream().filter(CellVerdict::right).count() + "/" + cell.size());
            }
        }
        return row;
    }

    private void printWrong(MatrixRule rule, int listed, PrintWriter out) {
        List<CellVerdict> wrong =
                verdicts.stream().filter(v -> v.rule() == rule && !v.right()).toList();
        if (wrong.isEmpty()) {
            return;
        }
        out.println();
        out.println("Wrong in " + name(rule) + ":");
        for (CellVerdict v : wrong.subList(0, Math.min(listed, wrong.size()))) {
            out.println("  " + place(v) + ": " + v.wrong());
        }
        if (wrong.size() > listed) {
            out.println("  and " + (wrong.size() - listed) + " more (--all lists them)");
        }
    }

    private static String place(CellVerdict v) {
        String level = v.size() == null ? "in order" : v.of().service().text(v.size());
        return "%s, cycle %s, history %s%s, %s for %s"
                .formatted(
                        service(v),
                        text(v.of().cycleMs()),
                        text(v.of().historyMs()),
                        v.of().daily() ? " daily" : "",
                        level,
                        text(v.lengthMs()));
    }

    String csv() {
        StringBuilder csv = new StringBuilder("rule,service,cycle,history,shape,size,length,right,wrong\n");
        for (CellVerdict v : verdicts) {
            csv.append(String.join(
                            ",",
                            name(v.rule()),
                            service(v),
                            text(v.of().cycleMs()),
                            text(v.of().historyMs()),
                            v.of().daily() ? "daily" : "flat",
                            v.size() == null ? "" : v.of().service().text(v.size()),
                            text(v.lengthMs()),
                            Boolean.toString(v.right()),
                            '"' + v.wrong().replace("\"", "\"\"") + '"'))
                    .append('\n');
        }
        return csv.toString();
    }

    static String name(MatrixRule rule) {
        return rule.name().toLowerCase(Locale.ROOT);
    }

    private static String service(CellVerdict v) {
        return v.of().service().name().toLowerCase(Locale.ROOT);
    }

    private static String text(long ms) {
        return DurationConverter.text(Duration.ofMillis(ms));
    }
}
