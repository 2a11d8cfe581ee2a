package io.aurea.pattern.rule;

import io.aurea.pattern.AttemptHistory;
import io.aurea.pattern.Evidence;
import io.aurea.pattern.PatternKey;
import io.aurea.pattern.PatternSettings;
import io.aurea.pattern.ReadableNumbers;
import io.aurea.schema.PatternType;
import io.aurea.window.Wilson;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * CONSISTENT_HIGH_PERFORMANCE of the tenant: over a whole run of windows the success rate is certainly high (the lower
 * end of its 95 % interval), in none of them certainly low (the upper end), and nowhere lower than usual: 95 % may be
 * high, but for a service that has always had 99 % it is a decline. SUCCESS of a source: not one attempt of the run
 * failed.
 *
 * <p>A run that is too short or has too few attempts is neither. Confidence is the lower end of the interval; impact is
 * the success rate.
 */
public final class PerformanceRule implements PatternRule {
    private static final Set<PatternType> DECLINE = EnumSet.of(PatternType.DECLINING_SUCCESS_RATE);
    private static final String MEMBER = "attempts";

    @Override
    public void read(CycleView cycle, EvidenceSink out) {
        PatternSettings.Performance settings = cycle.settings().performance();
        boolean declines = out.shows(DECLINE, Set.of());
        for (Map.Entry<String, AttemptHistory> run : cycle.histories().entrySet()) {
            List<AttemptHistory.Window> windows = run.getValue().last(settings.run());
            long attempts = AttemptHistory.attempts(windows);
            long successes = AttemptHistory.successes(windows);
            if (run.getValue().lastMs() != cycle.endMs()
                    || windows.size() < settings.run()
                    || attempts < settings.minAttempts()) {
                continue;
            }
            Wilson interval = Wilson.of(successes, attempts);
            boolean tenant = run.getKey().isEmpty();
            boolean shown = tenant
                    ? !declines
                            && interval.low() >= settings.rate()
                            && windows.stream()
                                    .allMatch(w -> Wilson.of(w.successes(), w.attempts())
                                                    .high()
                                            >= settings.rate())
                    : successes == attempts;
            String who = tenant ? "All sources together" : run.getKey();
            out.read(
                    tenant
                            ? PatternKey.ofTenant(PatternType.CONSISTENT_HIGH_PERFORMANCE)
                            : PatternKey.of(PatternType.SUCCESS, run.getKey()),
                    MEMBER,
                    windows.size(),
                    shown,
                    () -> new Evidence(
                            interval.low(),
                            (double) successes / attempts,
                            who + ": " + successes + " of " + attempts + " attempts of the last " + windows.size()
                                    + " windows succeeded",
                            ReadableNumbers.data(
                                    "attempts", Long.toString(attempts),
                                    "successes", Long.toString(successes),
                                    "windows", Integer.toString(windows.size()),
                                    "rate_low", ReadableNumbers.number(interval.low()))));
        }
    }
}
