package io.aurea.rule;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.NullableType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.NullValue;
import io.aurea.change.KnownChange;
import io.aurea.schema.CycleMetrics;
import io.aurea.schema.Goal;
import io.aurea.schema.Incident;
import io.aurea.schema.Pattern;
import io.aurea.schema.Trend;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The variables of conditions and templates in one scope, and their values for one subject. An unknown number is null:
 * a comparison with it does not hold, {@code x == null} does.
 */
public final class RuleVariables {

    private static final CelType NUMBER = NullableType.create(SimpleType.DOUBLE);
    private static final CelType NUMBERS = MapType.create(SimpleType.STRING, SimpleType.DOUBLE);
    private static final Map<Scope, Map<String, CelType>> VARIABLES = Map.of(
            Scope.PATTERN, variables(Scope.PATTERN),
            Scope.GOAL, variables(Scope.GOAL),
            Scope.TENANT, variables(Scope.TENANT));
    private static final Map<Scope, Set<String>> PLACEHOLDERS = Map.of(
            Scope.PATTERN,
                    Set.of(
                            "tenant",
                            "pattern_id",
                            "pattern_type",
                            "source",
                            "series",
                            "suspected_source",
                            "change",
                            "version",
                            "version_before",
                            "incident_id",
                            "incident_origin"),
            Scope.GOAL, Set.of("tenant", "goal_id", "goal_metric"),
            Scope.TENANT, Set.of("tenant"));

    private final Map<String, Object> values;
    private final Map<String, String> placeholders;
    private final Map<String, String> ofMetric;
    private final Set<String> tooCostly;

    private RuleVariables(
            Map<String, Object> values,
            Map<String, String> placeholders,
            Map<String, String> ofMetric,
            Set<String> tooCostly) {
        this.values = values;
        this.placeholders = placeholders;
        this.ofMetric = ofMetric;
        this.tooCostly = tooCostly;
    }

    /**
     * Names of the rules whose conditions have exceeded their budget in this cycle, with the tenant's variables or any derived
     * from them; changes as conditions are evaluated.
     */
    public Set<String> tooCostly() {
        return tooCostly;
    }

    /** Variables of conditions with their types, by name. */
    static Map<String, CelType> variablesOf(Scope scope) {
        return VARIABLES.get(scope);
    }

    /** Placeholders of templates. */
    static Set<String> placeholders(Scope scope) {
        return PLACEHOLDERS.get(scope);
    }

    /**
     * All numbers of a tenant by name; names without one are missing.
     *
     * @param business the last known business metrics
     * @param levels level in the window of each series, as source/name
     * @param baselines expected level of each series, as source/name
     * @param failures share of failed attempts in the window, as source, and by failure class, as source/class; a class
     *     without failures is missing
     * @param events seconds since the last event of each EVENT series, within the last day, as source/name
     * @param changes seconds since the last change of each source, within the last day, as source and as source/kind
     */
    public record Numbers(
            Map<String, Double> business,
            Map<String, Double> levels,
            Map<String, Double> baselines,
            Map<String, Double> failures,
            Map<String, Double> events,
            Map<String, Double> changes) {}

    /**
     * The variables of the tenant, whatever the subject.
     *
     * @param activePatterns types of the active patterns, sorted
     */
    public static RuleVariables ofTenant(CycleMetrics cycle, List<String> activePatterns, Numbers numbers) {
        Map<String, Object> v = new HashMap<>();
        v.put("tenant.health", number(cycle.getHealthScore()));
        v.put("tenant.health_components", new TreeMap<>(cycle.getHealthComponents()));
        v.put("tenant.success_rate", number(cycle.getSuccessRate()));
        v.put("tenant.attempts", cycle.getAttempts());
        v.put("tenant.observations", cycle.getObservationsCount());
        v.put("tenant.idle", cycle.getIdle());
        v.put("tenant.cycle", cycle.getCycleNumber());
        v.put("tenant.patterns", activePatterns);
        v.put("business", numbers.business());
        v.put("levels", numbers.levels());
        v.put("baselines", numbers.baselines());
        v.put("failures", numbers.failures());
        v.put("events", numbers.events());
        v.put("changes", numbers.changes());
        IncidentVariables.put(v, null, 0);
        Map<String, String> p = Map.of("tenant", cycle.getTenantId());
        return new RuleVariables(v, p, p, new TreeSet<>());
    }

    /** Of what concerns an incident; without it, those of the incident are empty or null. */
    public RuleVariables with(Incident incident, long nowMs) {
        Map<String, Object> v = new HashMap<>(values);
        IncidentVariables.put(v, incident, nowMs);
        Map<String, String> p = new HashMap<>(placeholders);
        p.put("incident_id", incident.getIncidentId());
        p.put("incident_origin", text(incident.getSuspectedOrigin()));
        return new RuleVariables(v, p, p, tooCostly);
    }

    /**
     * Adds a pattern and the trend of its series in the window, or null.
     *
     * @param change the last one of its suspected source
     */
    public RuleVariables with(Pattern pattern, Trend trend, Optional<KnownChange> change, long nowMs) {
        Map<String, Object> v = new HashMap<>(values);
        String source = text(pattern.getSource());
        String suspected = pattern.getSuspectedSource() == null ? source : pattern.getSuspectedSource();
        v.put("pattern.id", pattern.getPatternId());
        v.put("pattern.type", pattern.getPatternType().name());
        v.put("pattern.state", pattern.getState().name());
        v.put("pattern.source", source);
        v.put("pattern.series", seriesOf(pattern));
        v.put("pattern.suspected_source", suspected);
        v.put("pattern.suspects", new TreeMap<>(pattern.getSuspects()));
        v.put("pattern.confidence", pattern.getConfidence());
        v.put("pattern.impact", pattern.getImpactScore());
        v.put("pattern.frequency", pattern.getFrequency());
        v.put("pattern.onset_number", pattern.getOnsetNumber());
        v.put("pattern.age_seconds", (nowMs - pattern.getOnsetAt().toEpochMilli()) / 1000.0);
        v.put("pattern.data", new TreeMap<>(pattern.getPatternData()));
        putTrend(v, trend);
        Map<String, String> p = new HashMap<>(placeholders);
        p.put("pattern_id", pattern.getPatternId());
        p.put("pattern_type", pattern.getPatternType().name());
        p.put("source", source);
        p.put("series", seriesOf(pattern));
        p.put("suspected_source", suspected);
        p.put("change", change.map(KnownChange::inWords).orElse(""));
        p.put("version", change.map(KnownChange::version).orElse(""));
        p.put("version_before", change.map(KnownChange::versionBefore).orElse(""));
        Map<String, String> ofMetric = new HashMap<>(p);
        ofMetric.put("source", text(sourceOf(pattern)));
        return new RuleVariables(v, p, ofMetric, tooCostly);
    }

    public RuleVariables with(Goal goal) {
        Map<String, Object> v = new HashMap<>(values);
        v.put("goal.id", goal.getGoalId());
        v.put("goal.type", goal.getGoalType().name());
        v.put("goal.metric", goal.getTargetMetric());
        v.put("goal.priority", (long) goal.getPriority());
        v.put("goal.progress", goal.getProgress());
        v.put("goal.baseline", goal.getBaselineValue());
        v.put("goal.current", number(goal.getCurrentValue()));
        v.put("goal.target", goal.getTargetValue());
        Map<String, String> p = new HashMap<>(placeholders);
        p.put("goal_id", goal.getGoalId());
        p.put("goal_metric", goal.getTargetMetric());
        return new RuleVariables(v, p, p, tooCostly);
    }

    /**
     * The series that shows a pattern; if the pattern is its source's, the one named in its data. Empty without one.
     */
    public static String seriesOf(Pattern pattern) {
        return pattern.getSeries() != null
                ? pattern.getSeries()
                : pattern.getPatternData().getOrDefault("series", "");
    }

    /** The source of that series: for a latency measured by a caller, the caller. Null for a pattern of the tenant. */
    public static String sourceOf(Pattern pattern) {
        return pattern.getPatternData().getOrDefault("source", pattern.getSource());
    }

    private static void putTrend(Map<String, Object> v, Trend t) {
        v.put("trend.present", t != null);
        v.put("trend.count", t == null ? 0L : t.getCount());
        v.put("trend.attempts", t == null ? 0L : t.getAttempts());
        v.put("trend.history", t == null ? 0L : t.getHistory());
        v.put(
                "trend.direction",
                t == null ? "INSUFFICIENT_DATA" : t.getDirection().name());
        v.put("trend.role", t == null ? "" : text(t.getRole()));
        v.put("trend.unit", t == null ? "" : text(t.getUnit()));
        v.put("trend.failures", t == null ? Map.of() : new TreeMap<>(t.getFailures()));
        v.put("trend.level", number(t == null ? null : t.getLevel()));
        v.put("trend.baseline", number(t == null ? null : t.getBaseline()));
        v.put("trend.spread", number(t == null ? null : t.getSpread()));
        v.put("trend.deviation", number(t == null ? null : t.getDeviation()));
        v.put("trend.slope", number(t == null ? null : t.getSlope()));
        v.put("trend.slope_significance", number(t == null ? null : t.getSlopeSignificance()));
        v.put("trend.anomaly_score", number(t == null ? null : t.getAnomalyScore()));
        v.put("trend.evidence", number(t == null ? null : t.getEvidence()));
        v.put("trend.success_rate", number(t == null ? null : t.getSuccessRate()));
        v.put("trend.failure_baseline", number(t == null ? null : t.getFailureBaseline()));
        v.put("trend.failure_score", number(t == null ? null : t.getFailureScore()));
        v.put("trend.mean", number(t == null ? null : t.getMean()));
        v.put("trend.min", number(t == null ? null : t.getMin()));
        v.put("trend.max", number(t == null ? null : t.getMax()));
        v.put("trend.p50", number(t == null ? null : t.getP50()));
        v.put("trend.p95", number(t == null ? null : t.getP95()));
        v.put("trend.p99", number(t == null ? null : t.getP99()));
    }

    private static Map<String, CelType> variables(Scope scope) {
        Map<String, CelType> v = new TreeMap<>();
        v.put("tenant.health", NUMBER);
        v.put("tenant.health_components", NUMBERS);
        v.put("tenant.success_rate", NUMBER);
        v.put("tenant.attempts", SimpleType.INT);
        v.put("tenant.observations", SimpleType.INT);
        v.put("tenant.idle", SimpleType.BOOL);
        v.put("tenant.cycle", SimpleType.INT);
        v.put("tenant.patterns", ListType.create(SimpleType.STRING));
        for (String numbers : List.of("business", "levels", "baselines", "failures", "events", "changes")) {
            v.put(numbers, NUMBERS);
        }
        if (scope == Scope.PATTERN) {
            v.putAll(IncidentVariables.TYPES);
            for (String text : List.of("id", "type", "state", "source", "series", "suspected_source")) {
                v.put("pattern." + text, SimpleType.STRING);
            }
            v.put("pattern.suspects", NUMBERS);
            v.put("pattern.confidence", SimpleType.DOUBLE);
            v.put("pattern.impact", SimpleType.DOUBLE);
            v.put("pattern.frequency", SimpleType.INT);
            v.put("pattern.onset_number", SimpleType.INT);
            v.put("pattern.age_seconds", SimpleType.DOUBLE);
            v.put("pattern.data", MapType.create(SimpleType.STRING, SimpleType.STRING));
            v.put("trend.present", SimpleType.BOOL);
            for (String whole : List.of("count", "attempts", "history")) {
                v.put("trend." + whole, SimpleType.INT);
            }
            for (String text : List.of("direction", "role", "unit")) {
                v.put("trend." + text, SimpleType.STRING);
            }
            v.put("trend.failures", MapType.create(SimpleType.STRING, SimpleType.INT));
            for (String number : List.of(
                    "level",
                    "baseline",
                    "spread",
                    "deviation",
                    "slope",
                    "slope_significance",
                    "anomaly_score",
                    "evidence",
                    "success_rate",
                    "failure_baseline",
                    "failure_score",
                    "mean",
                    "min",
                    "max",
                    "p50",
                    "p95",
                    "p99")) {
                v.put("trend." + number, NUMBER);
            }
        }
        if (scope == Scope.GOAL) {
            for (String text : List.of("id", "type", "metric")) {
                v.put("goal." + text, SimpleType.STRING);
            }
            v.put("goal.priority", SimpleType.INT);
            for (String number : List.of("progress", "baseline", "target")) {
                v.put("goal." + number, SimpleType.DOUBLE);
            }
            v.put("goal.current", NUMBER);
        }
        return Collections.unmodifiableMap(v);
    }

    /** The name of a type in messages. */
    static String words(CelType type) {
        if (type.equals(NUMBER)) {
            return "double or null";
        }
        return type.parameters().isEmpty()
                ? type.name()
                : type.name()
                        + type.parameters().stream()
                                .map(RuleVariables::words)
                                .collect(Collectors.joining(", ", "(", ")"));
    }

    Map<String, Object> values() {
        return values;
    }

    Map<String, String> placeholders() {
        return placeholders;
    }

    /** Placeholders in the name of a metric, where the source is the series' one. */
    Map<String, String> ofMetric() {
        return ofMetric;
    }

    static Object number(Double value) {
        return value == null ? NullValue.NULL_VALUE : value;
    }

    static String text(String value) {
        return value == null ? "" : value;
    }
}
