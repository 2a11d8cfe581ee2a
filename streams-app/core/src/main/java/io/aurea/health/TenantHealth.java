package io.aurea.health;

import io.aurea.metric.MetricRole;
import io.aurea.metric.MinimumData;
import io.aurea.metric.Share;
import io.aurea.schema.ObservationKind;
import io.aurea.schema.Pattern;
import io.aurea.schema.Trend;
import io.aurea.state.Codec;
import io.aurea.state.StoredInParts;
import io.aurea.state.StoredMap;
import io.aurea.state.StoredParts;
import io.aurea.window.Forgetting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.DoubleStream;

/**
 * The health of one tenant, cycle by cycle.
 *
 * <p>Lost telemetry makes nobody healthier: a series that is silent in a cycle counts as it last was, for
 * {@link HealthSettings#memoryMs}, but at least for three windows; from then on it is unknown, and so is a component
 * without any known series. In a cycle without any data on health, the remembered score is reported only while it is
 * bad news, below {@value #WELL}: nothing observed does not mean healthy.
 *
 * <p>State is one entry per judged series, of at most {@value Attempts#MAX_CYCLES} cycles, and one per active pattern
 * of a latency or a backlog; unknown series are forgotten. Not thread-safe.
 */
public final class TenantHealth implements StoredInParts {

    /** From this score on all is well. */
    static final double WELL = 80;

    /** Minimum number of windows that a series is remembered. */
    private static final int LEAST_WINDOWS = 3;

    /** Checks considered, if there are as many: a single one may be an accident. */
    private static final int CHECKS = 3;

    /** Limit on the availability of a tenant with many checks when one of them is always down. */
    private static final double LEFT_BY_ONE = 0.5;

    private static final Codec<Long> TIME = Codec.of(1, (ms, out) -> out.writeLong(ms), in -> in.readLong());

    private final StoredMap<Attempts> operations = new StoredMap<>('o', Attempts.CODEC);
    private final StoredMap<Attempts> checks = new StoredMap<>('c', Attempts.CODEC);
    private final StoredMap<LastShare> shares = new StoredMap<>('s', LastShare.CODEC);
    private final StoredMap<Long> judged = new StoredMap<>('j', TIME);
    private final RaisedLevels raised = new RaisedLevels('l', 'b');
    private final StoredParts parts =
            new StoredParts(operations, checks, shares, judged, raised.storedLatencies(), raised.storedBacklogs());
    private final AttemptPool pool = new AttemptPool();

    /**
     * Adds a cycle. Cycles come oldest first.
     *
     * @param trends of the cycle, with their roles set
     * @param on the active patterns at its end
     * @param freshness share of the known sources that report, [0, 1]; empty when none is known
     * @param minimum a level with a shorter history is not judged
     */
    public Health close(
            long windowStartMs,
            long windowEndMs,
            List<Trend> trends,
            List<Pattern> on,
            OptionalDouble freshness,
            MinimumData minimum,
            HealthSettings settings) {
        long sizeMs = windowEndMs - windowStartMs;
        long before = windowEndMs - Math.max(settings.memoryMs(), LEAST_WINDOWS * sizeMs);
        boolean heard = false;
        for (Trend t : trends) {
            heard |= take(t, windowEndMs, sizeMs, minimum);
        }
        forget(operations, Attempts::lastMs, before);
        forget(checks, Attempts::lastMs, before);
        forget(shares, LastShare::atMs, before);
        forget(judged, at -> at, before);
        raised.close(trends, on);
        HealthReadings readings = readings(windowEndMs, sizeMs);
        Health known = Health.of(readings.with(freshness), settings);
        return heard || isBad(Health.of(readings, settings)) ? known : Health.UNKNOWN;
    }

    public void forget(Forgetting what) {
        for (StoredMap<?> of : List.of(operations, checks, shares)) {
            of.removeIf(what::covers);
        }
        raised.forget(what);
    }

    private static boolean isBad(Health health) {
        return health.score().isPresent() && health.score().getAsDouble() < WELL;
    }

    /** @return whether it is about health */
    private boolean take(Trend t, long endMs, long sizeMs, MinimumData minimum) {
        String series = t.getSource() + '/' + t.getName();
        boolean heard = false;
        if (t.getAttempts() > 0 && t.getKind() == ObservationKind.OPERATION) {
            add(operations, series, t, endMs, sizeMs);
            heard = true;
        } else if (t.getAttempts() > 0 && t.getKind() == ObservationKind.HEALTH) {
            add(checks, series, t, endMs, sizeMs);
            heard = true;
        }
        for (MetricRole role : MetricRole.values()) {
            if (role.text().equals(t.getRole())) {
                heard |= take(t, role, series, endMs, minimum);
            }
        }
        return heard;
    }

    private boolean take(Trend t, MetricRole role, String series, long endMs, MinimumData minimum) {
        switch (role) {
            case SUCCESS_RATE, ERROR_RATE, AVAILABILITY -> {
                OptionalDouble share = t.getKind() == ObservationKind.HEALTH ? OptionalDouble.empty() : Share.of(t);
                share.ifPresent(s -> shares.put(series, new LastShare(endMs, role, s)));
                return share.isPresent();
            }
            case LATENCY, BACKLOG -> {
                boolean canSay = t.getDeviation() != null && t.getHistory() >= minimum.windows();
                if (canSay) {
                    judged.put(role.text(), endMs);
                }
                return canSay;
            }
            default -> {
                return false;
            }
        }
    }

    private static void add(StoredMap<Attempts> to, String series, Trend t, long endMs, long sizeMs) {
        Attempts.Cycle cycle = new Attempts.Cycle(endMs, t.getAttempts(), t.getAttempts() - t.getSuccesses());
        Attempts before = to.get(series);
        to.put(series, before == null ? Attempts.of(cycle) : before.and(cycle, sizeMs));
    }

    private static <V> void forget(StoredMap<V> series, ToLongFunction<V> atMs, long beforeMs) {
        List<String> old = series.entries().entrySet().stream()
                .filter(s -> atMs.applyAsLong(s.getValue()) <= beforeMs)
                .map(Map.Entry::getKey)
                .toList();
        old.forEach(series::remove);
    }

    private HealthReadings readings(long endMs, long sizeMs) {
        OptionalDouble success = operations.size() > 0
                ? OptionalDouble.of(1 - pool.share(operations.values(), endMs, sizeMs))
                : mean(MetricRole.SUCCESS_RATE);
        return new HealthReadings(
                success,
                errors(endMs, sizeMs),
                level(raised.latency(), MetricRole.LATENCY),
                availability(),
                level(raised.backlog(), MetricRole.BACKLOG),
                OptionalDouble.empty());
    }

    private OptionalDouble mean(MetricRole role) {
        return shares.values().stream()
                .filter(s -> s.role() == role)
                .mapToDouble(LastShare::share)
                .average();
    }

    private OptionalDouble errors(long endMs, long sizeMs) {
        TreeMap<String, Double> bySource = new TreeMap<>();
        bySource(operations).forEach((source, series) -> bySource.put(source, pool.share(series, endMs, sizeMs)));
        shares.entries().forEach((series, said) -> {
            if (said.role() == MetricRole.ERROR_RATE) {
                bySource.merge(sourceOf(series), said.share(), Math::max);
            }
        });
        return bySource.values().stream().mapToDouble(Double::doubleValue).max();
    }

    private static Map<String, Collection<Attempts>> bySource(StoredMap<Attempts> series) {
        TreeMap<String, Collection<Attempts>> sources = new TreeMap<>();
        series.entries().forEach((name, attempts) -> sources.computeIfAbsent(sourceOf(name), s -> new ArrayList<>())
                .add(attempts));
        return sources;
    }

    private static String sourceOf(String series) {
        return series.substring(0, series.indexOf('/'));
    }

    /** The mean hides one that is down among many, so the worst one sets a limit. */
    private OptionalDouble availability() {
        double[] up = DoubleStream.concat(
                        checks.values().stream().mapToDouble(TenantHealth::up),
                        shares.values().stream()
                                .filter(s -> s.role() == MetricRole.AVAILABILITY)
                                .mapToDouble(LastShare::share))
                .toArray();
        double limit = Arrays.stream(up).anyMatch(u -> u == 0) ? LEFT_BY_ONE : 1;
        OptionalDouble mean = Arrays.stream(up).average();
        return mean.isEmpty() ? mean : OptionalDouble.of(Math.min(limit, mean.getAsDouble()));
    }

    /** Share of its recent checks that were up. */
    private static double up(Attempts check) {
        long made = 0;
        long failed = 0;
        for (Attempts.Cycle c : check.cycles()) {
            if (made < CHECKS) {
                made += c.attempts();
                failed += c.failures();
            }
        }
        return 1 - (double) failed / Math.max(CHECKS, made);
    }

    /** According to the patterns; usual without one, if there is a series that could have one. */
    private OptionalDouble level(OptionalDouble raised, MetricRole role) {
        return raised.isPresent() || judged.get(role.text()) == null ? raised : OptionalDouble.of(1);
    }

    @Override
    public StoredParts parts() {
        return parts;
    }
}
