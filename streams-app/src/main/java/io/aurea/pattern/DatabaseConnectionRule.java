package io.aurea.pattern;

import io.aurea.name.NameGlob;
import io.aurea.schema.ObservationKind;
import io.aurea.schema.PatternType;
import io.aurea.schema.Trend;
import java.util.List;
import java.util.Locale;

/**
 * DATABASE_CONNECTION_ISSUES of a source: it, or its check, cannot reach a database or gets no connection. Told by an
 * operation whose failures are of the class database and speak of a connection, by an operation named like a database
 * with timeouts or network failures, or by a health check named like a database that fails.
 *
 * <p>Confidence is 1 - 0.5^n for n failures in the window: each halves the doubt. Impact is the square root of the share
 * of attempts that failed so.
 */
final class DatabaseConnectionRule implements PatternRule {
    private static final List<String> CONNECTION_WORDS =
            List.of("connect", "pool", "too many clients", "08001", "08003", "08004", "08006", "53300");

    @Override
    public void read(CycleView cycle, Readings out) {
        List<NameGlob> databases = cycle.settings().failure().databases();
        for (Trend t : cycle.trends()) {
            if (t.getAttempts() > 0) {
                long failures = failures(t, databases);
                out.read(
                        PatternKey.of(PatternType.DATABASE_CONNECTION_ISSUES, t.getSource()),
                        t.getName(),
                        t.getHistory(),
                        failures > 0,
                        () -> evidence(t, failures, cycle.settings().sudden()));
            }
        }
    }

    private static long failures(Trend t, List<NameGlob> databases) {
        boolean named = NameGlob.any(databases, t.getSource()) || NameGlob.any(databases, t.getName());
        if (t.getKind() == ObservationKind.HEALTH) {
            return named ? t.getAttempts() - t.getSuccesses() : 0;
        }
        long failures = speaksOfConnection(t) ? count(t, "database") : 0;
        return named ? failures + count(t, "network") + count(t, "timeout") : failures;
    }

    private static long count(Trend t, String failureClass) {
        return t.getFailures().getOrDefault(failureClass, 0L);
    }

    private static boolean speaksOfConnection(Trend t) {
        if (t.getFailureExample() == null) {
            return false;
        }
        String text = t.getFailureExample().toLowerCase(Locale.ROOT);
        return CONNECTION_WORDS.stream().anyMatch(text::contains);
    }

    private static Evidence evidence(Trend t, long failures, PatternSettings.Sudden sudden) {
        double share = Math.min(1, (double) failures / t.getAttempts());
        return new Evidence(
                1 - StrictMath.pow(0.5, failures),
                StrictMath.sqrt(share),
                t.getSource() + '/' + t.getName() + ": " + failures + " of " + t.getAttempts()
                        + " attempts got no database connection",
                Words.data(
                        "series", t.getName(),
                        "failures", Long.toString(failures),
                        "attempts", Long.toString(t.getAttempts()),
                        "example", t.getFailureExample() == null ? "" : t.getFailureExample()),
                t.getKind() == ObservationKind.HEALTH
                        ? PatternSettings.Sudden.allChecks(failures, t.getAttempts())
                        : sudden.is(failures, t.getAttempts()));
    }
}
