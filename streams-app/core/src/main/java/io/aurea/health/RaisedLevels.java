package io.aurea.health;

import io.aurea.metric.MetricRole;
import io.aurea.pattern.PatternKey;
import io.aurea.schema.Pattern;
import io.aurea.schema.PatternType;
import io.aurea.schema.Trend;
import io.aurea.state.Codec;
import io.aurea.state.StoredMap;
import io.aurea.window.Forgetting;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;

/**
 * Latencies and backlogs relative to their usual levels, according to the active patterns.
 *
 * <p>Whether a level is out of order, and whether that matters, is for the patterns to judge: without one a level
 * counts as usual, however noisy it is. From onset to end a pattern counts as at least {@value #LEAST}; how much more
 * follows from the trends and their baseline, which does not move meanwhile. A silent series stays at its last value.
 * Not thread-safe.
 */
final class RaisedLevels {

    /** Less is indistinguishable from usual, yet the pattern is on. */
    static final double LEAST = 1.2;

    private static final Codec<Double> RATIO =
            Codec.of(1, (ratio, out) -> out.writeDouble(ratio), in -> in.readDouble());

    private final StoredMap<Double> latencies;
    private final StoredMap<Double> backlogs;

    RaisedLevels(char latencies, char backlogs) {
        this.latencies = new StoredMap<>(latencies, RATIO);
        this.backlogs = new StoredMap<>(backlogs, RATIO);
    }

    StoredMap<?> storedLatencies() {
        return latencies;
    }

    StoredMap<?> storedBacklogs() {
        return backlogs;
    }

    /** @param on the active patterns at the end of the window */
    void close(List<Trend> trends, List<Pattern> on) {
        Map<String, Trend> bySeries = new TreeMap<>();
        trends.forEach(t -> bySeries.put(t.getSource() + '/' + t.getName(), t));
        Set<String> present = new HashSet<>();
        for (Pattern p : on) {
            present.add(p.getPatternId());
            if (p.getPatternType() == PatternType.INCREASING_LATENCY) {
                keep(latencies, p, latency(p, bySeries, trends));
            } else if (p.getPatternType() == PatternType.METRIC_ANOMALY
                    || p.getPatternType() == PatternType.LEVEL_SHIFT) {
                Trend t = bySeries.get(p.getSource() + '/' + p.getSeries());
                if (t != null && MetricRole.BACKLOG.text().equals(t.getRole())) {
                    keep(backlogs, p, ratio(t));
                }
            }
        }
        end(latencies, present);
        end(backlogs, present);
    }

    void forget(Forgetting what) {
        for (StoredMap<?> of : List.of(latencies, backlogs)) {
            of.removeIf(id -> PatternKey.parse(id).isOf(what));
        }
    }

    /**
     * The highest ratio of level to baseline among the latencies with an active pattern, [1.2, ..); empty without one.
     */
    OptionalDouble latency() {
        return worst(latencies);
    }

    /** Like {@link #latency}, for backlogs. */
    OptionalDouble backlog() {
        return worst(backlogs);
    }

    private static void keep(StoredMap<Double> ratios, Pattern pattern, OptionalDouble now) {
        Double before = ratios.get(pattern.getPatternId());
        double ratio = Math.max(LEAST, now.orElse(before == null ? LEAST : before));
        if (before == null || before != ratio) {
            ratios.put(pattern.getPatternId(), ratio);
        }
    }

    /** The ratio of the pattern's series, or of another one of its source that is out of order. */
    private static OptionalDouble latency(Pattern pattern, Map<String, Trend> bySeries, List<Trend> trends) {
        Map<String, String> data = pattern.getPatternData();
        Trend named = bySeries.get(data.get("source") + '/' + data.get("series"));
        OptionalDouble worst = named == null ? OptionalDouble.empty() : ratio(named);
        for (Trend t : trends) {
            if (t.getOutOfOrderSince() != null
                    && t.getSource().equals(pattern.getSource())
                    && MetricRole.LATENCY.text().equals(t.getRole())) {
                worst = greater(worst, ratio(t));
            }
        }
        return worst;
    }

    private static OptionalDouble ratio(Trend t) {
        if (t.getLevel() == null || t.getBaseline() == null) {
            return OptionalDouble.empty();
        }
        double ratio = t.getLevel() / t.getBaseline();
        return OptionalDouble.of(t.getLevel() <= 0 ? 0 : ratio >= 0 ? ratio : Double.POSITIVE_INFINITY);
    }

    private static OptionalDouble greater(OptionalDouble a, OptionalDouble b) {
        if (a.isEmpty() || b.isEmpty()) {
            return a.isEmpty() ? b : a;
        }
        return a.getAsDouble() >= b.getAsDouble() ? a : b;
    }

    private static OptionalDouble worst(StoredMap<Double> ratios) {
        return ratios.values().stream().mapToDouble(Double::doubleValue).max();
    }

    private static void end(StoredMap<Double> ratios, Set<String> present) {
        List<String> ended = ratios.entries().keySet().stream()
                .filter(id -> !present.contains(id))
                .toList();
        ended.forEach(ratios::remove);
    }
}
