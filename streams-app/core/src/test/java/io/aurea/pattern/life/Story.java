package io.aurea.pattern.life;

import io.aurea.fixture.Saved;
import io.aurea.metric.MinimumData;
import io.aurea.pattern.ClosedCycle;
import io.aurea.pattern.PatternSettings;
import io.aurea.schema.ObservationKind;
import io.aurea.schema.Pattern;
import io.aurea.schema.PatternState;
import io.aurea.schema.Polarity;
import io.aurea.schema.Trend;
import io.aurea.trend.ModelSettings;
import io.aurea.window.Forgetting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Cycles of one second for one tenant, window by window, with all output. */
final class Story {
    static final long SIZE_MS = 1_000;
    static final MinimumData MINIMUM = new MinimumData(20, 3);

    private final ModelSettings model;
    private TenantPatterns patterns;
    private final PatternSettings settings;
    private final List<Pattern> out = new ArrayList<>();
    private List<Trend> window = new ArrayList<>();
    private long start;

    Story(PatternSettings settings, ModelSettings model) {
        this.settings = settings;
        this.model = model;
        this.patterns = new TenantPatterns("shop", model);
    }

    Story(PatternSettings settings) {
        this(settings, ModelSettings.DEFAULT);
    }

    Story() {
        this(PatternSettings.DEFAULTS);
    }

    /** A gauge at a distance from its baseline, after a history. */
    Story gauge(
            String source,
            String name,
            String role,
            Polarity polarity,
            String unit,
            double level,
            double baseline,
            double spread) {
        return add(source, name, ObservationKind.METRIC, t -> {
            t.setRole(role);
            t.setPolarity(polarity);
            t.setUnit(unit);
            t.setLevel(level);
            t.setBaseline(baseline);
            t.setSpread(spread);
            t.setDeviation((level - baseline) / spread);
            t.setHistory(100);
            t.setEvidence(0.0);
        });
    }

    Story latency(String source, String name, double level, double baseline) {
        return gauge(source, name, "latency", Polarity.LOWER_IS_BETTER, "ms", level, baseline, baseline / 10);
    }

    Story cpu(String source, double level, double baseline) {
        return gauge(source, "cpu", "saturation", Polarity.LOWER_IS_BETTER, "percent", level, baseline, 1);
    }

    Story attempts(String source, long successes, long attempts, Map<String, Long> failures, String example) {
        return add(source, "op", ObservationKind.OPERATION, t -> {
            t.setRole("latency");
            t.setPolarity(Polarity.LOWER_IS_BETTER);
            t.setCount(attempts);
            t.setAttempts(attempts);
            t.setSuccesses(successes);
            t.setFailures(new TreeMap<>(failures));
            t.setFailureExample(example);
            t.setHistory(100);
        });
    }

    Story attempts(String source, long successes, long attempts) {
        return attempts(
                source,
                successes,
                attempts,
                successes == attempts ? Map.of() : Map.of("unknown", attempts - successes),
                null);
    }

    Story health(String source, String name, long up, long checks) {
        return add(source, name, ObservationKind.HEALTH, t -> {
            t.setRole("availability");
            t.setPolarity(Polarity.HIGHER_IS_BETTER);
            t.setAttempts(checks);
            t.setSuccesses(up);
            t.setCount(checks);
        });
    }

    Story add(String source, String name, ObservationKind kind, Consumer<Trend> details) {
        Trend t = new Trend();
        t.setTenantId("shop");
        t.setSource(source);
        t.setName(name);
        t.setKind(kind);
        t.setCount(1);
        t.setWindowStart(Instant.ofEpochMilli(start));
        t.setWindowEnd(Instant.ofEpochMilli(start + SIZE_MS));
        t.setFailures(Map.of());
        t.setPolarity(Polarity.NEUTRAL);
        details.accept(t);
        window.add(t);
        return this;
    }

    /** Closes the window and begins the next one. */
    List<Pattern> close() {
        window.sort(Comparator.comparing(Trend::getSource).thenComparing(Trend::getName));
        List<Pattern> changed = patterns.close(new ClosedCycle(start, start + SIZE_MS, window), settings, MINIMUM, 7);
        out.addAll(changed);
        window = new ArrayList<>();
        start += SIZE_MS;
        return changed;
    }

    /** @param series empty for all of the source */
    long forget(String source, String series) {
        TenantPatterns.Forgotten forgotten = patterns.forget(new Forgetting("shop", source, series, "c-1", "ann"), 7);
        out.addAll(forgotten.changed());
        return forgotten.ending();
    }

    /** Repeats the same window. */
    Story times(int windows, Consumer<Story> each) {
        for (int i = 0; i < windows; i++) {
            each.accept(this);
            close();
        }
        return this;
    }

    Story skip(long windows) {
        start += windows * SIZE_MS;
        return this;
    }

    /** Goes on with what a store would have kept. */
    Story restart() {
        Saved saved = new Saved();
        patterns.save(saved);
        patterns = new TenantPatterns("shop", model);
        saved.loadInto(patterns);
        return this;
    }

    /** All that a store would hold. */
    Saved state() {
        Saved saved = new Saved();
        patterns.saveAll(saved);
        return saved;
    }

    long now() {
        return start;
    }

    List<Pattern> out() {
        return out;
    }

    TenantPatterns patterns() {
        return patterns;
    }

    /** The output, as {@code STATE id}. */
    List<String> lines() {
        return out.stream().map(p -> p.getState() + " " + p.getPatternId()).toList();
    }

    List<Pattern> onsets() {
        return out.stream().filter(p -> p.getState() == PatternState.ONSET).toList();
    }
}
