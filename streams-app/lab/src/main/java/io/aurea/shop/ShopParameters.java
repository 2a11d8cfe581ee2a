package io.aurea.shop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Every number of the shop. The resource {@code shop.properties} gives meaning, unit and default of each. Immutable.
 */
public record ShopParameters(
        Traffic traffic,
        Map<Service, Sizing> services,
        Plumbing plumbing,
        Routine routine,
        Reporting reporting,
        Map<FaultKind, FaultSize> faults,
        Map<ActionKind, ActionCost> actions,
        Safety safety,
        Office office,
        Schedule schedule) {

    private static final String DEFAULTS = "shop.properties";
    private static final String BUSINESS = "business";
    private static final double SECONDS = 86_400;

    /** @param shares of the journeys, in the order of {@link Operation}; they add up to 1 */
    public record Traffic(
            double rate,
            double swing,
            double second,
            double peakHour,
            double weekend,
            double noise,
            double noiseSeconds,
            double surgesPerDay,
            Range surgeSize,
            Range surgeMinutes,
            List<Double> shares,
            double patienceMs) {}

    public record Sizing(
            int instances,
            int cores,
            int threads,
            double workMs,
            int startSeconds,
            double timeoutMs,
            int retries,
            double queueMs,
            double memory,
            int pool,
            double report) {}

    public record Plumbing(
            double poolTimeoutMs,
            double holdingFactor,
            double databaseLimit,
            double hitShare,
            double cacheWarmSeconds,
            double coldFactor,
            double databaseWarmSeconds,
            double backgroundErrors,
            double drainSeconds) {}

    public record Routine(double backupHour, double backupMinutes, double backupFactor, double releasesPerDay) {}

    public record Reporting(int metricSeconds, double noise) {}

    public record FaultSize(Range severity, double rampSeconds, Range minutes, Range flapSeconds) {}

    public record ActionCost(
            int delaySeconds, int cooldownSeconds, boolean reversible, double holdMinutes, int outageSeconds) {}

    public record Safety(int concurrent, int attemptsPerHour) {}

    public record Office(
            double overdueMean,
            double overdueDeviation,
            double conflictsPerDay,
            double churnPerDay,
            double estimatesPerDay) {}

    public record Schedule(Range quietMinutes, int faultsPerQuietDay, double maintenanceHour, int maintenanceMinutes) {}

    public static ShopParameters defaults() {
        return read("the defaults", List.of());
    }

    /**
     * The defaults, changed by these lines.
     *
     * @param file its name in messages
     * @throws ShopParameterException when a line is malformed, a key unknown or a value not allowed
     */
    public static ShopParameters read(String file, List<String> text) {
        ParameterLines lines = new ParameterLines();
        lines.add(DEFAULTS, resource(), true);
        lines.add(file, text, false);
        return of(lines);
    }

    private static List<String> resource() {
        try (InputStream in = ShopParameters.class.getResourceAsStream(DEFAULTS)) {
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static ShopParameters of(ParameterLines in) {
        Map<Service, Sizing> services = new EnumMap<>(Service.class);
        for (Service service : Service.ALL) {
            services.put(service, sizing(in, "service." + service.source() + "."));
        }
        Map<FaultKind, FaultSize> faults = new EnumMap<>(FaultKind.class);
        for (FaultKind kind : FaultKind.values()) {
            faults.put(kind, fault(in, kind));
        }
        Map<ActionKind, ActionCost> actions = new EnumMap<>(ActionKind.class);
        for (ActionKind kind : ActionKind.values()) {
            actions.put(kind, action(in, kind));
        }
        return new ShopParameters(
                traffic(in),
                Map.copyOf(services),
                plumbing(in),
                new Routine(
                        in.number("backup.hour", 0, 23),
                        in.number("backup.minutes", 0, 60),
                        in.number("backup.factor", 1, 10),
                        in.number("release.per_day", 0, 24)),
                new Reporting(in.count("report.metric_seconds", 1, 60), in.number("report.noise", 0, 0.5)),
                Map.copyOf(faults),
                Map.copyOf(actions),
                new Safety(in.count("safety.concurrent", 1, 10), in.count("safety.attempts_per_hour", 1, 60)),
                new Office(
                        in.number("office.overdue_mean", 0, 1e9),
                        in.number("office.overdue_deviation", 0, 1e9),
                        in.number("office.conflicts_per_day", 0, 100),
                        in.number("office.churn_per_day", 0, 100),
                        in.number("office.estimates_per_day", 0, 100)),
                new Schedule(
                        in.range("episode.quiet_minutes", 1, 1_440),
                        in.count("episode.faults_per_quiet_day", 0, 10_000),
                        in.number("maintenance.hour", 0, 22),
                        in.count("maintenance.minutes", 10, 60)));
    }

    private static Traffic traffic(ParameterLines in) {
        double[] weights = {
            in.number("traffic.browse", 0, 1),
            in.number("traffic.search", 0, 1),
            in.number("traffic.basket", 0, 1),
            in.number("traffic.checkout", 0, 1)
        };
        double sum = weights[0] + weights[1] + weights[2] + weights[3];
        if (sum == 0) {
            throw new ShopParameterException(
                    "traffic.browse, .search, .basket and .checkout are all 0; allowed: one of them above 0");
        }
        return new Traffic(
                in.number("traffic.rate", 0.1, 1_000),
                in.number("traffic.swing", 0, 0.8),
                in.number("traffic.second", 0, 0.2),
                in.number("traffic.peak_hour", 0, 24),
                in.number("traffic.weekend", 0.1, 10),
                in.number("traffic.noise", 0, 1),
                in.number("traffic.noise_seconds", 1, SECONDS),
                in.number("traffic.surges_per_day", 0, 100),
                in.range("traffic.surge_size", 1, 10),
                in.range("traffic.surge_minutes", 1, 120),
                List.of(weights[0] / sum, weights[1] / sum, weights[2] / sum, weights[3] / sum),
                in.number("traffic.patience_ms", 100, 60_000));
    }

    private static Sizing sizing(ParameterLines in, String prefix) {
        return new Sizing(
                in.count(prefix + "instances", 1, 100),
                in.count(prefix + "cores", 1, 128),
                in.count(prefix + "threads", 1, 1_000),
                in.number(prefix + "work_ms", 0.01, 10_000),
                in.count(prefix + "start_seconds", 1, 600),
                in.number(prefix + "timeout_ms", 1, 60_000),
                in.count(prefix + "retries", 0, 1),
                in.number(prefix + "queue_ms", 1, 60_000),
                in.number(prefix + "memory", 0.01, 0.79),
                in.count(prefix + "pool", 0, 1_000),
                in.number(prefix + "report", 0, 1));
    }

    private static Plumbing plumbing(ParameterLines in) {
        return new Plumbing(
                in.number("pool.timeout_ms", 1, 60_000),
                in.number("pool.holding_factor", 1, 100),
                in.number("pool.database_limit", 1, 100_000),
                in.number("cache.hit_share", 0, 1),
                in.number("cache.warm_seconds", 1, SECONDS),
                in.number("database.cold_factor", 1, 100),
                in.number("database.warm_seconds", 1, SECONDS),
                in.number("background.errors", 0, 0.01),
                in.number("drain.seconds", 0, 60));
    }

    private static FaultSize fault(ParameterLines in, FaultKind kind) {
        String prefix = "fault." + kind.label() + ".";
        double greatest =
                switch (kind) {
                    case SLOW_DATABASE -> 1_000;
                    case MEMORY_LEAK -> 60;
                    case NOISY_NEIGHBOUR -> 0.99;
                    default -> 1;
                };
        return new FaultSize(
                in.range(prefix + "severity", kind == FaultKind.SLOW_DATABASE ? 1 : 0, greatest),
                in.number(prefix + "ramp_seconds", 0, 3_600),
                in.range(prefix + "minutes", 1, 600),
                kind == FaultKind.FLAPPING_DEPENDENCY ? in.range(prefix + "flap_seconds", 2, 3_600) : new Range(0, 0));
    }

    private static ActionCost action(ParameterLines in, ActionKind kind) {
        String prefix = "action." + (kind.technical() ? kind.label() : BUSINESS) + ".";
        return new ActionCost(
                in.count(prefix + "delay_seconds", 0, 3_600),
                in.count(prefix + "cooldown_seconds", 0, 86_400),
                in.yes(prefix + "reversible"),
                kind == ActionKind.SCALE_OUT ? in.number(prefix + "hold_minutes", 1, 1_440) : 0,
                kind == ActionKind.FAIL_OVER ? in.count(prefix + "outage_seconds", 0, 3_600) : 0);
    }
}
