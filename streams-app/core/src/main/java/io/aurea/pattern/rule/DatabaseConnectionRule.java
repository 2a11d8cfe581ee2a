package io.aurea.pattern.rule;

import io.aurea.pattern.Evidence;
import io.aurea.pattern.PatternKey;
import io.aurea.pattern.PatternSettings;
import io.aurea.pattern.ReadableNumbers;
import io.aurea.schema.ObservationKind;
import io.aurea.schema.PatternType;
import io.aurea.schema.Trend;
import io.aurea.window.Wilson;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * DATABASE_CONNECTION_ISSUES of a source: it, or its check, cannot reach a database or gets no answer. Shown by an
 * operation with failures of the class database about a connection, by an operation named like a database with timeouts
 * or network failures, or by a failing health check named like a database.
 *
 * <p>An operation is judged over a run of windows, with the policy's minimum of attempts, and shows the pattern while
 * it fails like that in this window, often enough, for a share that matters (lower end of the 95 % interval), and more
 * than it always did: its failures are out of order, or, with too short a history, more than in the
 * {@link InitialShare}. A health check shows it when it fails and did not always. Failures from the very beginning show
 * only if they are bad enough for a single window ({@link PatternSettings.Sudden}), and are reported as such.
 *
 * <p>Confidence is 1 - 0.5^n for n failures in the run: each halves the doubt. Impact is the square root of that share
 * of attempts.
 */
public final class DatabaseConnectionRule implements PatternRule {

    @Override
    public void read(CycleView cycle, EvidenceSink out) {
        for (Trend t : cycle.trends()) {
            DatabaseAttempts attempts = t.getAttempts() > 0 ? cycle.databases().get(key(t)) : null;
            if (attempts == null) {
                continue;
            }
            PatternKey pattern = PatternKey.of(PatternType.DATABASE_CONNECTION_ISSUES, t.getSource());
            out.accepted(pattern, t.getName(), t.getFailuresAcceptedAt());
            boolean check = t.getKind() == ObservationKind.HEALTH;
            int run = cycle.settings().failure().run();
            if (check || attempts.attempts(run) >= cycle.minimum().attempts()) {
                boolean began = asItBegan(t, attempts, run);
                out.read(
                        pattern,
                        t.getName(),
                        t.getHistory(),
                        attempts.failedNow() > 0
                                && (check || isEnough(attempts, cycle.settings()))
                                && (began
                                        ? low(attempts, run)
                                                >= cycle.settings().sudden().share()
                                        : isNew(t)),
                        () -> evidence(t, attempts, run, began, cycle.settings().sudden()));
            }
        }
    }

    /** Key of a series' attempts. */
    static String key(Trend t) {
        return t.getSource() + '/' + t.getName();
    }

    private static boolean isEnough(DatabaseAttempts attempts, PatternSettings settings) {
        PatternSettings.Failure failure = settings.failure();
        return attempts.failed(failure.run()) >= failure.minFailures()
                && low(attempts, failure.run()) >= failure.share();
    }

    private static double low(DatabaseAttempts attempts, int run) {
        return Wilson.of(attempts.failed(run), attempts.attempts(run)).low();
    }

    private static boolean asItBegan(Trend t, DatabaseAttempts attempts, int run) {
        InitialShare beginning = attempts.beginning();
        if (t.getKind() == ObservationKind.HEALTH && beginning.attempts() > 0 && beginning.failures() == 0) {
            // Checks are few, and none fails by chance.
            return false;
        }
        return t.getFailuresOutOfOrderSince() == null
                && beginning.explains(attempts.failed(run), attempts.attempts(run));
    }

    /** Evidence of more failures than usual needs a history; until then, anything worse than the beginning is new. */
    private static boolean isNew(Trend t) {
        return t.getKind() == ObservationKind.HEALTH && !FailureRise.isAccepted(t)
                || t.getFailureEvidence() == null
                || t.getFailuresOutOfOrderSince() != null;
    }

    private static Evidence evidence(
            Trend t, DatabaseAttempts attempts, int run, boolean began, PatternSettings.Sudden sudden) {
        boolean check = t.getKind() == ObservationKind.HEALTH;
        long failed = attempts.failed(run);
        long of = attempts.attempts(run);
        SortedMap<String, String> data = ReadableNumbers.data(
                "series", t.getName(),
                "failures", Long.toString(failed),
                "attempts", Long.toString(of),
                "example", t.getFailureExample() == null ? "" : t.getFailureExample());
        if (began) {
            data.put("as_it_began", "true");
        }
        return new Evidence(
                1 - StrictMath.pow(0.5, failed),
                StrictMath.sqrt((double) failed / of),
                sentence(t, attempts, run, check) + (began ? ", as it began" : ""),
                data,
                check
                        ? PatternSettings.Sudden.allChecks(attempts.failedNow(), t.getAttempts())
                        : sudden.is(attempts.failedNow(), t.getAttempts()));
    }

    private static String sentence(Trend t, DatabaseAttempts attempts, int run, boolean check) {
        int windows = attempts.windows(run);
        String where = key(t) + ": " + attempts.failed(run) + " of " + attempts.attempts(run)
                + (check ? " checks" : " attempts") + (windows == 1 ? "" : " in the last " + windows + " windows");
        if (check) {
            return where + " were down";
        }
        Map<String, Long> classes = attempts.classes(run);
        String with = classes.size() == 1
                ? classes.keySet().iterator().next()
                : classes.entrySet().stream()
                        .map(c -> c.getKey() + " (" + c.getValue() + ")")
                        .collect(Collectors.joining(" and "));
        return where + " failed with " + with + ", the first: " + t.getFailureExample();
    }
}
