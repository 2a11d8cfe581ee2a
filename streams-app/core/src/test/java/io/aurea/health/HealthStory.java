package io.aurea.health;

import io.aurea.fixture.Saved;
import io.aurea.metric.MinimumData;
import io.aurea.policy.TenantPolicy;
import io.aurea.schema.ObservationKind;
import io.aurea.schema.Pattern;
import io.aurea.schema.PatternType;
import io.aurea.schema.Trend;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** The health of one tenant, cycle by cycle in windows of ten seconds. */
final class HealthStory {
    static final long SIZE_MS = 10_000;
    static final long HOUR = 360;

    private static final HealthSettings SETTINGS = TenantPolicy.BUILT_IN.health();

    private final List<Trend> window = new ArrayList<>();
    private final Map<String, Pattern> on = new TreeMap<>();
    private TenantHealth health = new TenantHealth();
    private OptionalDouble freshness = OptionalDouble.of(1);
    private long start;

    HealthStory operation(String source, String name, long failed, long attempts) {
        return operation(source, name, failed, attempts, 100, 100);
    }

    HealthStory operation(String source, String name, long failed, long attempts, double level, double baseline) {
        Trend t = trend(source, name, ObservationKind.OPERATION, "latency");
        t.setCount(attempts);
        t.setAttempts(attempts);
        t.setSuccesses(attempts - failed);
        return level(t, level, baseline);
    }

    HealthStory check(String source, long failed, long checks) {
        Trend t = trend(source, "probe", ObservationKind.HEALTH, "availability");
        t.setCount(checks);
        t.setAttempts(checks);
        t.setSuccesses(checks - failed);
        window.add(t);
        return this;
    }

    HealthStory metric(String source, String role, String unit, double mean, double baseline) {
        Trend t = trend(source, role, ObservationKind.METRIC, role);
        t.setUnit(unit);
        t.setCount(1);
        t.setMean(mean);
        return level(t, mean, baseline);
    }

    /** A level with too short a history. */
    HealthStory young(String source, String role) {
        metric(source, role, null, 4, 4);
        window.get(window.size() - 1).setHistory(2);
        return this;
    }

    /** Not about health. */
    HealthStory cpu(String source) {
        return metric(source, "saturation", "percent", 30, 30);
    }

    private HealthStory level(Trend t, double level, double baseline) {
        t.setHistory(100);
        t.setLevel(level);
        t.setBaseline(baseline);
        t.setDeviation((level - baseline) / 5);
        window.add(t);
        return this;
    }

    private Trend trend(String source, String name, ObservationKind kind, String role) {
        return Trend.newBuilder()
                .setTenantId("shop")
                .setSource(source)
                .setName(name)
                .setKind(kind)
                .setRole(role)
                .setWindowStart(Instant.ofEpochMilli(start))
                .setWindowEnd(Instant.ofEpochMilli(start + SIZE_MS))
                .build();
    }

    HealthStory freshness(double share) {
        freshness = OptionalDouble.of(share);
        return this;
    }

    /** A pattern sets on, as its rule would report it for this series. */
    HealthStory on(PatternType type, String source, String series) {
        boolean ofSeries = type != PatternType.INCREASING_LATENCY;
        String id = type + "/" + source + (ofSeries ? "/" + series : "");
        on.put(
                id,
                Pattern.newBuilder()
                        .setPatternId(id)
                        .setPatternType(type)
                        .setSource(source)
                        .setSeries(ofSeries ? series : null)
                        .setPatternData(new HashMap<>(Map.of("source", source, "series", series)))
                        .build());
        return this;
    }

    HealthStory allOff() {
        on.clear();
        return this;
    }

    /** Closes the cycle and begins the next one; state is written and read in between. */
    Health close() {
        Health now = health.close(
                start,
                start + SIZE_MS,
                List.copyOf(window),
                List.copyOf(on.values()),
                freshness,
                new MinimumData(20, 3),
                SETTINGS);
        window.clear();
        start += SIZE_MS;
        Saved saved = new Saved();
        health.saveAll(saved);
        health = new TenantHealth();
        saved.loadInto(health);
        return now;
    }

    double score() {
        return close().score().orElseThrow();
    }
}
