package io.aurea.pattern;

import io.aurea.schema.ObservationKind;
import io.aurea.schema.PatternType;
import io.aurea.schema.Trend;
import io.aurea.window.Wilson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * DECLINING_SUCCESS_RATE of a source, and of the tenant.
 *
 * <p>From attempts, over a whole run of windows: the last three together are below what came before, or below what the
 * trends expected, for sure (upper end of the 95 % interval) and by at least the drop that matters. The window with the
 * worst rate is left out of the three, so one bad window is no decline, unless it is bad enough to be one by itself
 * ({@link PatternSettings.Sudden}). From a series that is a success or error rate: the
 * level is below its baseline against its own scatter and by the drop that matters.
 *
 * <p>Confidence is, from attempts, 1 - (upper end / reference)^attempts of the recent windows up to 0.99 as a bound, from
 * a series its anomaly score. Impact is the square root of the drop: 1 point is 0.1, 25 points are 0.5.
 */
final class SuccessRateRule implements PatternRule {
    private static final double DEVIATION = 4;
    private static final int RECENT = 3;

    @Override
    public void read(CycleView cycle, Readings out) {
        PatternSettings.Success settings = cycle.settings().success();
        SortedMap<String, Double> expected = expectedFailures(cycle);
        for (Map.Entry<String, Run> run : cycle.runs().entrySet()) {
            if (run.getValue().lastMs() == cycle.endMs()) {
                read(run.getKey(), run.getValue(), expected.get(run.getKey()), cycle, out);
            }
        }
        for (Trend t : cycle.trends()) {
            if (isRate(t) && Unusual.canSay(t, 5)) {
                read(t, settings, out);
            }
        }
    }

    /** Share of attempts that was expected to fail, by source and for the tenant; absent where a trend has no baseline. */
    private static SortedMap<String, Double> expectedFailures(CycleView cycle) {
        TreeMap<String, double[]> sums = new TreeMap<>();
        for (Trend t : cycle.trends()) {
            if (t.getKind() == ObservationKind.OPERATION && t.getAttempts() > 0) {
                double expected =
                        t.getFailureBaseline() == null ? Double.NaN : t.getFailureBaseline() * t.getAttempts();
                for (String of : List.of(t.getSource(), "")) {
                    double[] sum = sums.computeIfAbsent(of, s -> new double[2]);
                    sum[0] += expected;
                    sum[1] += t.getAttempts();
                }
            }
        }
        TreeMap<String, Double> shares = new TreeMap<>();
        sums.forEach((of, sum) -> {
            if (!Double.isNaN(sum[0])) {
                shares.put(of, sum[0] / sum[1]);
            }
        });
        return shares;
    }

    private static void read(String source, Run run, Double expectedFailures, CycleView cycle, Readings out) {
        PatternSettings.Success settings = cycle.settings().success();
        List<Run.Window> windows = run.last(settings.run());
        if (windows.size() < settings.run() || Run.attempts(windows) < settings.minAttempts()) {
            return;
        }
        List<Run.Window> before = windows.subList(0, windows.size() - RECENT);
        Run.Window last = windows.get(windows.size() - 1);
        boolean sudden = cycle.settings().sudden().is(last.attempts() - last.successes(), last.attempts());
        List<Run.Window> recent =
                sudden ? List.of(last) : withoutWorst(windows.subList(windows.size() - RECENT, windows.size()));
        long attempts = Run.attempts(recent);
        long successes = Run.successes(recent);
        double high = Wilson.of(successes, attempts).high();
        double rate = (double) successes / attempts;
        double past = Wilson.of(Run.successes(before), Run.attempts(before)).low();
        double reference = expectedFailures == null ? past : Math.max(past, 1 - expectedFailures);
        String who = source.isEmpty() ? "All sources together" : source;
        out.read(
                PatternKey.of(PatternType.DECLINING_SUCCESS_RATE, source),
                "attempts",
                cycle.heardBefore(source),
                high < reference && reference - rate >= settings.drop(),
                () -> new Evidence(
                        Math.min(0.99, 1 - StrictMath.pow(high / reference, attempts)),
                        StrictMath.sqrt(reference - rate),
                        who + ": " + Words.percent(rate) + " of attempts succeed, " + Words.percent(reference)
                                + " did before",
                        Words.data(
                                "rate", Words.number(rate),
                                "rate_high", Words.number(high),
                                "reference", Words.number(reference),
                                "attempts", Long.toString(attempts)),
                        sudden));
    }

    private static List<Run.Window> withoutWorst(List<Run.Window> windows) {
        Run.Window worst = windows.get(0);
        for (Run.Window w : windows) {
            if (w.rate() < worst.rate()) {
                worst = w;
            }
        }
        List<Run.Window> others = new ArrayList<>(windows);
        others.remove(worst);
        return others;
    }

    private static boolean isRate(Trend t) {
        return t.getKind() == ObservationKind.METRIC
                && ("success_rate".equals(t.getRole()) || "error_rate".equals(t.getRole()));
    }

    private static void read(Trend t, PatternSettings.Success settings, Readings out) {
        boolean errors = "error_rate".equals(t.getRole());
        double scale = "percent".equals(t.getUnit()) || "%".equals(t.getUnit()) ? 100 : 1;
        double drop = (errors ? t.getLevel() - t.getBaseline() : t.getBaseline() - t.getLevel()) / scale;
        double deviation = errors ? t.getDeviation() : -t.getDeviation();
        out.read(
                PatternKey.of(PatternType.DECLINING_SUCCESS_RATE, t.getSource()),
                t.getName(),
                t.getHistory(),
                deviation >= DEVIATION && drop >= settings.drop(),
                () -> new Evidence(
                        Unusual.confidence(t),
                        Math.min(1, StrictMath.sqrt(drop)),
                        Unusual.sentence(t),
                        Unusual.data(t, "drop", Words.percent(drop))));
    }
}
