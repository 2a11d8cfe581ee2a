package io.aurea.decision;

import io.aurea.change.KnownChange;
import io.aurea.change.RecentChanges;
import io.aurea.learning.Decimal;
import io.aurea.rule.Candidate;
import io.aurea.rule.RuleBook;
import io.aurea.rule.RuleVariables;
import io.aurea.schema.Goal;
import io.aurea.schema.GoalStatus;
import io.aurea.schema.Incident;
import io.aurea.schema.ObservationKind;
import io.aurea.schema.Pattern;
import io.aurea.schema.PatternState;
import io.aurea.schema.PatternType;
import io.aurea.schema.Trend;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** The symptoms of one cycle, by the rules of the policy. */
final class Symptoms {
    /** Prefix of the ids of symptoms of the tenant's own numbers. */
    private static final String RULE = "rule:";

    private final Situation situation;
    private final Metrics metrics;
    private final Map<String, KnownChange> changes;
    private final RuleBook rules;
    private final TreeMap<String, Symptom> byId = new TreeMap<>();
    private final Map<String, String> ended = new TreeMap<>();
    private final Set<String> achieved = new TreeSet<>();
    private final Set<String> known = new TreeSet<>();
    private final Set<String> down = new TreeSet<>();
    private final Set<String> tooCostly = new TreeSet<>();
    private final List<PatternType> types;

    private Symptoms(Situation situation, Metrics metrics, RecentChanges changes, RuleBook rules) {
        this.situation = situation;
        this.metrics = metrics;
        this.changes = changes.bySource();
        this.rules = rules;
        EnumSet<PatternType> on = EnumSet.noneOf(PatternType.class);
        situation.patterns().stream().filter(Symptoms::isOn).forEach(p -> on.add(p.getPatternType()));
        this.types = List.copyOf(on);
    }

    /**
     * @param before ids of the symptoms so far: if one's rule cannot be evaluated because a number is missing, it is
     *     not refuted, and the symptom stays, without data
     * @param incidents the incident of a pattern
     */
    static Symptoms read(
            Situation situation,
            Metrics metrics,
            RecentChanges changes,
            RuleBook rules,
            Set<String> before,
            Function<Pattern, Optional<Incident>> incidents) {
        Symptoms s = new Symptoms(situation, metrics, changes, rules);
        Map<String, RuleVariables> ofIncidents = new HashMap<>();
        RuleVariables tenant = RuleVariables.ofTenant(
                situation.cycle(),
                s.types.stream().map(Enum::name).toList(),
                new RuleVariables.Numbers(
                        metrics.business(),
                        metrics.levels(),
                        metrics.baselines(),
                        metrics.failures(),
                        metrics.events(),
                        metrics.changes()));
        for (Pattern p : situation.patterns()) {
            if (isOn(p)) {
                s.add(
                        p,
                        incidents
                                .apply(p)
                                .map(i ->
                                        ofIncidents.computeIfAbsent(i.getIncidentId(), id -> tenant.with(i, s.endMs())))
                                .orElse(tenant));
            } else if (p.getAbatedReason() != null) {
                s.ended.put(p.getPatternId(), p.getAbatedReason());
            }
        }
        for (Goal g : situation.goals()) {
            if (g.getStatus() == GoalStatus.active) {
                s.add(g, tenant);
            } else if (g.getStatus() == GoalStatus.achieved) {
                s.achieved.add(g.getGoalId());
            }
        }
        s.addTenant(tenant, before);
        s.tooCostly.addAll(tenant.tooCostly());
        s.countSources();
        return s;
    }

    /** Names of the rules whose conditions have exceeded their budget, in order. */
    Set<String> tooCostly() {
        return tooCostly;
    }

    private static boolean isOn(Pattern p) {
        return p.getState() == PatternState.ONSET || p.getState() == PatternState.ONGOING;
    }

    private boolean shows(Pattern p) {
        // Without a window that showed it since its onset, unknown.
        return p.getLastDetected().isBefore(p.getOnsetAt())
                || !p.getLastDetected().isBefore(situation.cycle().getWindowEnd());
    }

    private long endMs() {
        return situation.cycle().getWindowEnd().toEpochMilli();
    }

    /** @param about with the variables of its incident, if it is of one */
    private void add(Pattern p, RuleVariables about) {
        String series = RuleVariables.seriesOf(p);
        String source = RuleVariables.sourceOf(p);
        Trend trend = source == null ? null : metrics.trend(source, series);
        RuleVariables facts = about.with(p, trend, suspect(p).map(changes::get), endMs());
        byId.put(
                p.getPatternId(),
                new Symptom(
                        p.getPatternId(),
                        p.getPatternType().name(),
                        source,
                        series.isEmpty() ? null : series,
                        p.getOnsetAt().toEpochMilli(),
                        p.getImpactScore(),
                        reference(p),
                        present(p.getPatternType() == PatternType.SILENT_SOURCE ? null : source, series),
                        shows(p),
                        rules.forPattern(p.getPatternType(), facts),
                        trend == null ? List.of() : List.of(said(trend)),
                        List.of(p.getPatternId()),
                        List.of()));
    }

    private static Optional<String> suspect(Pattern p) {
        return Optional.ofNullable(p.getSuspectedSource() == null ? p.getSource() : p.getSuspectedSource());
    }

    /** The usual share of such failures, for a pattern of one failure class. */
    private static Double reference(Pattern p) {
        String text = p.getPatternData().get("reference");
        return text == null || !SymptomMetric.isOfOneClass(p.getPatternType().name()) ? null : Double.valueOf(text);
    }

    private void add(Goal g, RuleVariables tenant) {
        byId.put(
                g.getGoalId(),
                new Symptom(
                        g.getGoalId(),
                        "",
                        null,
                        null,
                        g.getCreatedAt().toEpochMilli(),
                        null,
                        null,
                        g.getCurrentValue() != null,
                        true,
                        rules.forGoal(tenant.with(g)),
                        List.of(),
                        List.of(),
                        List.of(g.getGoalId())));
    }

    private void addTenant(RuleVariables tenant, Set<String> before) {
        for (Candidate c : rules.forTenant(tenant)) {
            addTenant(idOf(c.rule().name()), true, List.of(c));
        }
        if (before.stream().anyMatch(id -> id.startsWith(RULE))) {
            rules.unanswered(tenant).stream()
                    .map(Symptoms::idOf)
                    .filter(before::contains)
                    .forEach(id -> addTenant(id, false, List.of()));
        }
    }

    private void addTenant(String id, boolean present, List<Candidate> candidates) {
        byId.put(
                id,
                new Symptom(
                        id,
                        "",
                        null,
                        null,
                        null,
                        null,
                        null,
                        present,
                        present,
                        candidates,
                        List.of(),
                        List.of(),
                        List.of()));
    }

    private static String idOf(String rule) {
        return RULE + rule;
    }

    private void countSources() {
        for (Trend t : situation.trends()) {
            known.add(t.getSource());
            if (t.getKind() == ObservationKind.HEALTH && t.getAttempts() > 0 && t.getSuccesses() == 0) {
                down.add(t.getSource());
            }
        }
        for (Pattern p : situation.patterns()) {
            if (isOn(p) && p.getSource() != null) {
                known.add(p.getSource());
                if (p.getPatternType() == PatternType.SILENT_SOURCE) {
                    down.add(p.getSource());
                }
            }
        }
    }

    private static String said(Trend t) {
        return t.getSource() + '/' + t.getName() + '@' + t.getWindowEnd() + '=' + Decimal.of(t.getLevel());
    }

    /** Whether the window has data on a series; without one, on the source; without either, on the tenant. */
    boolean present(String source, String series) {
        if (source == null) {
            return situation.cycle().getObservationsCount() > 0;
        }
        return series == null || series.isEmpty() ? metrics.hasSource(source) : metrics.trend(source, series) != null;
    }

    /** The symptom with this id; null if it does not show. */
    Symptom get(String id) {
        return byId.get(id);
    }

    /** Why the pattern with this id ended in this cycle, from its record; empty if it did not. */
    String ended(String id) {
        return ended.getOrDefault(id, "");
    }

    /** Whether the goal with this id was achieved in this cycle. */
    boolean isAchieved(String id) {
        return achieved.contains(id);
    }

    /**
     * Whether a symptom is gone because nothing checks for it any more: its rule was removed from the policy, or its
     * goal has ended without being achieved in this cycle. False for a pattern.
     *
     * @param patternType empty for goals and rules
     */
    boolean withdrawn(String id, String patternType) {
        if (!patternType.isEmpty() || byId.containsKey(id)) {
            return false;
        }
        return id.startsWith(RULE) ? !rules.asksTenant(id.substring(RULE.length())) : !achieved.contains(id);
    }

    /**
     * Whether the level or failures that show a pattern of this type in a series were accepted as usual after this
     * time.
     */
    boolean acceptedSince(String patternType, String source, String series, Instant time) {
        Trend t = source == null || series == null ? null : metrics.trend(source, series);
        if (t == null) {
            return false;
        }
        Instant accepted = SymptomMetric.isLevel(patternType) ? t.getAcceptedAt() : t.getFailuresAcceptedAt();
        return accepted != null && accepted.isAfter(time);
    }

    /** Start of the window, epoch milliseconds. */
    long windowStartMs() {
        return metrics.windowStartMs();
    }

    /** Length of the window. */
    long windowMs() {
        return situation.cycle().getWindowEnd().toEpochMilli() - windowStartMs();
    }

    Map<String, Symptom> all() {
        return byId;
    }

    Metrics metrics() {
        return metrics;
    }

    List<Goal> activeGoals() {
        return situation.goals().stream()
                .filter(g -> g.getStatus() == GoalStatus.active)
                .toList();
    }

    /** Types of the active patterns, in the order of the schema. */
    List<PatternType> types() {
        return types;
    }

    /** Number of sources that report or are missed. */
    int sourcesKnown() {
        return known.size();
    }

    /** Number of those that are silent or report that they are down. */
    int sourcesDown() {
        return down.size();
    }
}
