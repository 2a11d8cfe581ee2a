package io.aurea.pattern;

import io.aurea.schema.PatternType;
import io.aurea.window.Wilson;
import java.util.List;
import java.util.Map;

/**
 * FAILURE_TIMEOUT and the other classes, of a source: a share of its attempts fails that way, for sure more than is
 * allowed (lower end of the 95 % interval over a run of windows), and did so in this window. What nobody could class makes
 * no pattern: unknown says nothing to act on.
 *
 * <p>Confidence is the lower end of the interval as a part of the share, so it grows with the number of failures; impact
 * is the square root of the share: 1 % is 0.1, 25 % is 0.5, all is 1.
 */
final class FailureClassRule implements PatternRule {
    private static final Map<String, PatternType> TYPES = Map.of(
            "timeout", PatternType.FAILURE_TIMEOUT,
            "permission", PatternType.FAILURE_PERMISSION,
            "database", PatternType.FAILURE_DATABASE,
            "network", PatternType.FAILURE_NETWORK,
            "dependency", PatternType.FAILURE_DEPENDENCY,
            "resource", PatternType.FAILURE_RESOURCE,
            "validation", PatternType.FAILURE_VALIDATION);

    @Override
    public void read(CycleView cycle, Readings out) {
        PatternSettings.Failure settings = cycle.settings().failure();
        for (Map.Entry<String, Run> run : cycle.runs().entrySet()) {
            if (!run.getKey().isEmpty() && run.getValue().lastMs() == cycle.endMs()) {
                List<Run.Window> windows = run.getValue().last(settings.run());
                int history = cycle.heardBefore(run.getKey());
                for (int c = 0; c < Run.CLASSES.size(); c++) {
                    PatternType type = TYPES.get(Run.CLASSES.get(c));
                    if (type != null) {
                        read(PatternKey.of(type, run.getKey()), c, history, windows, cycle.settings(), out);
                    }
                }
            }
        }
    }

    private static void read(
            PatternKey key,
            int failureClass,
            int history,
            List<Run.Window> windows,
            PatternSettings all,
            Readings out) {
        PatternSettings.Failure settings = all.failure();
        long failures =
                windows.stream().mapToLong(w -> w.failures()[failureClass]).sum();
        long attempts = Run.attempts(windows);
        Run.Window last = windows.get(windows.size() - 1);
        long now = last.failures()[failureClass];
        double low = failures == 0
                ? 0
                : Wilson.of(Math.min(failures, attempts), attempts).low();
        boolean shown = now > 0 && failures >= settings.minFailures() && low >= settings.share();
        String name = Run.CLASSES.get(failureClass);
        double share = Math.min(1, (double) failures / attempts);
        out.read(
                key,
                "attempts",
                history,
                shown,
                () -> new Evidence(
                        low / share,
                        StrictMath.sqrt(share),
                        failures + " of " + attempts + " attempts of " + key.source() + " in the last " + windows.size()
                                + " windows failed: " + name,
                        Words.data(
                                "failures", Long.toString(failures),
                                "attempts", Long.toString(attempts),
                                "share_low", Words.number(low),
                                "class", name),
                        all.sudden().is(now, last.attempts())));
    }
}
