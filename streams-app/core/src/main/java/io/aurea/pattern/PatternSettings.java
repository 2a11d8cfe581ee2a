package io.aurea.pattern;

import static io.aurea.pattern.SettingChecks.require;

import io.aurea.name.NameGlob;
import io.aurea.schema.PatternType;
import io.aurea.window.Wilson;
import java.util.List;

/**
 * Settings of the pattern rules. Immutable; the defaults are {@link #DEFAULTS}.
 *
 * @param latency of INCREASING_LATENCY
 * @param anomaly of METRIC_ANOMALY
 * @param shift of LEVEL_SHIFT
 * @param success of DECLINING_SUCCESS_RATE
 * @param performance of CONSISTENT_HIGH_PERFORMANCE and SUCCESS
 * @param failure of the FAILURE patterns and DATABASE_CONNECTION_ISSUES
 * @param health of FRONTEND_HEALTH_DEGRADATION
 * @param sudden when a single window is enough
 * @param silence of SILENT_SOURCE
 * @param flapping of FLAPPING
 * @param origin how related onsets point to a suspected origin
 * @param maxIdentities pattern identities kept per tenant, [100, ..); beyond that, the inactive one judged longest ago
 *     is forgotten, with its count of onsets; while as many are active, no other begins
 */
public record PatternSettings(
        Latency latency,
        Anomaly anomaly,
        Shift shift,
        Success success,
        Performance performance,
        Failure failure,
        HealthReading health,
        Sudden sudden,
        Silence silence,
        Flapping flapping,
        Origin origin,
        int maxIdentities) {

    public static final PatternSettings DEFAULTS = new PatternSettings(
            Latency.DEFAULTS,
            Anomaly.DEFAULTS,
            Shift.DEFAULTS,
            Success.DEFAULTS,
            Performance.DEFAULTS,
            Failure.DEFAULTS,
            HealthReading.DEFAULTS,
            Sudden.DEFAULTS,
            Silence.DEFAULTS,
            Flapping.DEFAULTS,
            Origin.DEFAULTS,
            20_000);

    /** The rule itself looks at many windows; a few without evidence do not end it. */
    private static final Hysteresis DECIDED_ON_THE_RUN = Hysteresis.atOnce(3);

    private static final Hysteresis AT_ONCE = Hysteresis.atOnce(1);

    public PatternSettings {
        require(maxIdentities >= 100, "max identities", maxIdentities, "[100, ..)");
    }

    /** The same, where this depends on that: a policy says it once, for all that ask. */
    public PatternSettings dependingOn(List<Dependency> dependencies, List<Dependency> noDependencies) {
        return new PatternSettings(
                latency,
                anomaly,
                shift,
                success,
                performance,
                failure,
                health,
                sudden,
                silence,
                flapping,
                new Origin(
                        origin.cycles,
                        dependencies,
                        noDependencies,
                        origin.calls,
                        origin.serves,
                        origin.forgetCallsAfterMs,
                        origin.maxCalls),
                maxIdentities);
    }

    /** What sets a pattern of this type on and ends it. */
    public Hysteresis hysteresis(PatternType type) {
        return switch (type) {
            case INCREASING_LATENCY -> latency.hysteresis();
            case METRIC_ANOMALY -> anomaly.hysteresis();
            case DECLINING_SUCCESS_RATE -> success.hysteresis();
            case FRONTEND_HEALTH_DEGRADATION -> health.hysteresis();
            case FAILURE_TIMEOUT,
                    FAILURE_PERMISSION,
                    FAILURE_DATABASE,
                    FAILURE_NETWORK,
                    FAILURE_DEPENDENCY,
                    FAILURE_RESOURCE,
                    FAILURE_VALIDATION,
                    DATABASE_CONNECTION_ISSUES -> failure.hysteresis();
            case LEVEL_SHIFT -> shift.hysteresis();
            case CONSISTENT_HIGH_PERFORMANCE, SUCCESS -> DECIDED_ON_THE_RUN;
            default -> AT_ONCE;
        };
    }

    /**
     * @param hysteresis over windows of each latency series
     * @param deviation least deviation of the level from its baseline, in usual spreads, [1, ..); the trend's evidence
     *     at its budget is enough too
     * @param ratio least level relative to its baseline, (1, ..)
     * @param minIncreaseMs least rise over the baseline, milliseconds, [0, ..): what nobody would feel is not a pattern
     * @param minHistory windows with data before a series is judged, [2, ..)
     */
    public record Latency(
            Hysteresis hysteresis, double deviation, double ratio, double minIncreaseMs, long minHistory) {
        public static final Latency DEFAULTS = new Latency(new Hysteresis(2, 3, 3, 1e-4), 5, 2, 10, 3);

        public Latency {
            require(deviation >= 1, "deviation", deviation, "[1, ..)");
            require(ratio > 1, "ratio", ratio, "(1, ..)");
            require(minIncreaseMs >= 0, "min increase", minIncreaseMs, "[0, ..)");
            require(minHistory >= 2, "min history", minHistory, "[2, ..)");
        }
    }

    /**
     * @param hysteresis over windows of each series
     * @param deviation least deviation of the level from its baseline in the bad direction, in usual spreads, [1, ..);
     *     the trend's evidence at its budget is enough too
     * @param change least difference to the baseline relative to the greater of both, (0, 1]
     * @param points least rise of a saturation, in percent of its capacity, (0, 100]
     * @param full a saturation above this percentage of its capacity, and above its baseline, is an anomaly however
     *     slowly it got there, (0, 100]; 100: never
     * @param minHistory windows with data before a series is judged, [2, ..)
     */
    public record Anomaly(
            Hysteresis hysteresis, double deviation, double change, double points, double full, long minHistory) {
        public static final Anomaly DEFAULTS = new Anomaly(new Hysteresis(2, 3, 3, 1e-4), 6, 0.5, 10, 100, 3);

        public Anomaly {
            require(deviation >= 1, "deviation", deviation, "[1, ..)");
            require(change > 0 && change <= 1, "change", change, "(0, 1]");
            require(points > 0 && points <= 100, "points", points, "(0, 100]");
            require(full > 0 && full <= 100, "full", full, "(0, 100]");
            require(minHistory >= 2, "min history", minHistory, "[2, ..)");
        }
    }

    /**
     * @param hysteresis over windows of each series; anything shorter is an anomaly
     * @param evidence least evidence of the trend that the level has left its usual range, as a share of its budget,
     *     (0, 1]
     * @param change least difference between the held level and the baseline relative to the greater of both, (0, 1]
     * @param deviation least deviation from the baseline of an obvious shift, for which three windows are enough, in
     *     usual spreads, [1, ..)
     * @param far least difference between its level and the baseline relative to the greater of both, [change, 1]
     * @param minHistory windows with data before a series is judged, [2, ..)
     */
    public record Shift(
            Hysteresis hysteresis, double evidence, double change, double deviation, double far, long minHistory) {
        public static final Shift DEFAULTS = new Shift(new Hysteresis(14, 15, 5, 0.001), 0.9, 0.1, 6, 0.3, 10);

        public Shift {
            require(evidence > 0 && evidence <= 1, "evidence", evidence, "(0, 1]");
            require(change > 0 && change <= 1, "change", change, "(0, 1]");
            require(deviation >= 1, "deviation", deviation, "[1, ..)");
            require(far >= change && far <= 1, "far", far, "[change, 1]");
            require(minHistory >= 2, "min history", minHistory, "[2, ..)");
        }
    }

    /**
     * @param hysteresis over windows of each source and of the tenant
     * @param drop least drop of the rate, (0, 1]
     */
    public record Success(Hysteresis hysteresis, double drop) {
        public static final Success DEFAULTS = new Success(new Hysteresis(2, 3, 3, 1e-4), 0.02);

        public Success {
            require(drop > 0 && drop <= 1, "drop", drop, "(0, 1]");
        }
    }

    /**
     * @param run windows with attempts that must all be good, [4, 20]
     * @param rate minimum for the lower end of the 95 % interval of the run's success rate, (0, 1)
     * @param minAttempts attempts in the run needed for a verdict, [1, ..)
     */
    public record Performance(int run, double rate, long minAttempts) {
        public static final Performance DEFAULTS = new Performance(10, 0.95, 100);

        public Performance {
            require(
                    run >= 4 && run <= AttemptHistory.MAX_WINDOWS,
                    "run",
                    run,
                    "[4, " + AttemptHistory.MAX_WINDOWS + "]");
            require(rate > 0 && rate < 1, "rate", rate, "(0, 1)");
            require(minAttempts >= 1, "min attempts", minAttempts, "[1, ..)");
        }
    }

    /**
     * @param hysteresis over windows of each source and class
     * @param share least rise of the class's share of attempts over its usual share, (0, 1)
     * @param run windows with attempts in which failures are counted, [1, 20]
     * @param minFailures failures of the class in the run needed for a pattern on how the source began, [1, ..)
     * @param began minimum for the lower end of the 95 % interval of the class's share of attempts in the run, if it
     *     was like that since the source was first heard, (0, 1)
     * @param databases globs of sources and names of databases or their connections
     */
    public record Failure(
            Hysteresis hysteresis, double share, int run, long minFailures, double began, List<NameGlob> databases) {
        public static final Failure DEFAULTS = new Failure(
                new Hysteresis(2, 3, 3, 0.001),
                0.01,
                5,
                3,
                0.2,
                NameGlob.all(
                        "*database*",
                        "*postgres*",
                        "*mysql*",
                        "*mariadb*",
                        "*oracle*",
                        "*mongo*",
                        "*redis*",
                        "*-db",
                        "db*"));

        public Failure {
            require(
                    run >= 1 && run <= AttemptHistory.MAX_WINDOWS,
                    "run",
                    run,
                    "[1, " + AttemptHistory.MAX_WINDOWS + "]");
            require(minFailures >= 1, "min failures", minFailures, "[1, ..)");
            require(share > 0 && share < 1, "share", share, "(0, 1)");
            require(began > 0 && began < 1, "began", began, "(0, 1)");
            databases = List.copyOf(databases);
        }
    }

    /**
     * @param hysteresis over windows of each health check
     * @param frontends globs of the sources that face users
     */
    public record HealthReading(Hysteresis hysteresis, List<NameGlob> frontends) {
        public static final HealthReading DEFAULTS = new HealthReading(
                new Hysteresis(2, 3, 3, 1), NameGlob.all("*frontend*", "*web*", "*-ui", "ui-*", "*portal*"));

        public HealthReading {
            frontends = List.copyOf(frontends);
        }
    }

    /**
     * One window is enough if so many attempts fail that waiting for a second one only costs: certainly a share of them
     * (lower end of the 95 % interval), or all of two or more health checks.
     *
     * @param share (0, 1]; 1 turns it off for attempts
     * @param attempts needed in the window, [2, ..)
     */
    public record Sudden(double share, long attempts) {
        public static final Sudden DEFAULTS = new Sudden(0.5, 10);

        private static final long LEAST_CHECKS = 2;

        public Sudden {
            require(share > 0 && share <= 1, "share", share, "(0, 1]");
            require(attempts >= 2, "attempts", attempts, "[2, ..)");
        }

        /** Whether these failures in one window are enough. */
        public boolean is(long failed, long of) {
            return share < 1
                    && of >= attempts
                    && Wilson.of(Math.min(failed, of), of).low() >= share;
        }

        /** Whether these failed health checks in one window are enough. */
        public static boolean allChecks(long failed, long of) {
            return of >= LEAST_CHECKS && failed == of;
        }
    }

    /**
     * A source is silent when it has not reported for max(minWindows windows, factor x its longest usual gap).
     *
     * @param minWindows least silence, in windows, [1, ..)
     * @param factor least silence, in longest usual gaps, [1, ..)
     * @param minHeard windows with data needed to learn its rhythm before it can be missed, [2, ..)
     * @param retentionMs after this much silence the source is forgotten and the pattern ends, milliseconds
     */
    public record Silence(int minWindows, double factor, int minHeard, long retentionMs) {
        public static final Silence DEFAULTS = new Silence(3, 3, 10, 24 * 3_600_000L);

        public Silence {
            require(minWindows >= 1, "min windows", minWindows, "[1, ..)");
            require(factor >= 1, "factor", factor, "[1, ..)");
            require(minHeard >= 2, "min heard", minHeard, "[2, ..)");
            require(retentionMs >= 1, "retention", retentionMs, "[1, ..)");
        }
    }

    /**
     * @param changes between firing and calm within the windows that make a pattern flap, [3, windows]
     * @param windows windows considered, [4, 60]
     */
    public record Flapping(int changes, int windows) {
        public static final Flapping DEFAULTS = new Flapping(4, 20);

        public Flapping {
            require(windows >= 4 && windows <= 60, "windows", windows, "[4, 60]");
            require(changes >= 3 && changes <= windows, "changes", changes, "[3, windows]");
        }
    }

    /**
     * @param cycles onsets up to this many cycles apart are related, [1, 60]
     * @param dependencies calls, in addition to those that are learned
     * @param noDependencies calls that there are not, whatever is learned; none of them declared
     * @param calls globs of latency series measured by the caller; the part after the last dot names the callee
     * @param serves globs of latency series measured by the callee; the part after the last dot names the caller
     * @param forgetCallsAfterMs a call that is learned goes when it was not seen for so long, milliseconds, [1 h, ..)
     * @param maxCalls calls learned, at most, [100, 50000]
     */
    public record Origin(
            int cycles,
            List<Dependency> dependencies,
            List<Dependency> noDependencies,
            List<NameGlob> calls,
            List<NameGlob> serves,
            long forgetCallsAfterMs,
            int maxCalls) {
        public static final Origin DEFAULTS = new Origin(
                3,
                List.of(),
                List.of(),
                NameGlob.all("*call*.*", "*client*.*", "*outbound*.*", "*egress*.*"),
                NameGlob.all("*served*.*", "*server*.*", "*inbound*.*", "*ingress*.*"),
                7 * 24 * 3_600_000L,
                5_000);

        private static final long HOUR_MS = 3_600_000;

        public Origin {
            require(cycles >= 1 && cycles <= 60, "cycles", cycles, "[1, 60]");
            require(forgetCallsAfterMs >= HOUR_MS, "forget calls after", forgetCallsAfterMs + " ms", "1h or more");
            require(maxCalls >= 100 && maxCalls <= 50_000, "max calls", maxCalls, "[100, 50000]");
            dependencies = List.copyOf(dependencies);
            noDependencies = List.copyOf(noDependencies);
            calls = List.copyOf(calls);
            serves = List.copyOf(serves);
        }

        /** Whether the policy says that there is no such call. */
        public boolean denies(CallEdge call) {
            return !noDependencies.isEmpty() && noDependencies.contains(new Dependency(call.caller(), call.callee()));
        }
    }

    /** Source {@code from} calls source {@code to}, and so depends on it. */
    public record Dependency(String from, String to) {}
}
