package io.aurea.cycle;

import io.aurea.decision.LevelAcceptance;
import io.aurea.decision.Situation;
import io.aurea.goal.CycleValues;
import io.aurea.goal.GoalChanges;
import io.aurea.goal.TenantGoals;
import io.aurea.health.Health;
import io.aurea.health.TenantHealth;
import io.aurea.level.AcceptedLevels;
import io.aurea.level.AcceptedLevels.Part;
import io.aurea.metric.MetricMeaning;
import io.aurea.metric.MetricRole;
import io.aurea.output.LoopOutput;
import io.aurea.pattern.ClosedCycle;
import io.aurea.pattern.PatternMember;
import io.aurea.pattern.UnobservedTime;
import io.aurea.pattern.life.TenantPatterns;
import io.aurea.pattern.origin.CallGraph;
import io.aurea.pattern.origin.KnownCall;
import io.aurea.policy.TenantPolicy;
import io.aurea.schema.Command;
import io.aurea.schema.CycleMetrics;
import io.aurea.schema.GoalStatus;
import io.aurea.schema.Pattern;
import io.aurea.schema.PatternState;
import io.aurea.schema.Trend;
import io.aurea.state.Entries;
import io.aurea.state.Epoch;
import io.aurea.state.KeyParts;
import io.aurea.state.StoredState;
import io.aurea.trend.ModelSettings;
import io.aurea.trend.SeriesDirection;
import io.aurea.window.Absence;
import io.aurea.window.Forgetting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Interprets the closed cycles of one tenant: directions of its series, patterns, health and goals. Not thread-safe.
 */
final class Orientation implements StoredState, LevelAcceptance {
    private static final byte PATTERNS_KEY = 'p';
    private static final byte GOALS_KEY = 'g';
    private static final byte TRENDS_KEY = 't';
    private static final byte ACTIONS_KEY = 'a';
    private static final byte HOLES_KEY = 'o';
    private static final byte HEALTH_KEY = 'h';
    private static final byte LEVELS_KEY = 'l';

    /** Meanings cached; beyond that, the cache is cleared. */
    private static final int MAX_MEANINGS = 20_000;

    private static final Comparator<Trend> BY_SERIES =
            Comparator.comparing(Trend::getSource).thenComparing(Trend::getName);

    private final String tenant;
    private final ModelSettings model;
    private final TenantPatterns patterns;
    private final TenantGoals goals;
    private final TenantHealth tenantHealth = new TenantHealth();
    private final TenantTrends tenantTrends;
    private final AcceptedLevels levels = new AcceptedLevels();
    private final Map<SeriesKey, MetricMeaning> meanings = new HashMap<>();
    private TenantPolicy policy = TenantPolicy.BUILT_IN;
    private Actions counted = Actions.NONE;
    private boolean countedChanged;
    /** The tenant's windows without data, on the data clock; not used on the wall clock. */
    private Absence holes = Absence.rounded();

    private boolean holesChanged;

    /** What is stored as entries of its own, by the letter that these begin with, in the order in which it is saved. */
    private final Map<Byte, StoredState> parts = new LinkedHashMap<>();

    Orientation(String tenant, ModelSettings model) {
        this.tenant = tenant;
        this.model = model;
        this.patterns = new TenantPatterns(tenant, model);
        this.goals = new TenantGoals(tenant);
        this.tenantTrends = new TenantTrends(model);
        parts.put(PATTERNS_KEY, patterns);
        parts.put(GOALS_KEY, goals);
        parts.put(HEALTH_KEY, tenantHealth);
        parts.put(TRENDS_KEY, tenantTrends);
        parts.put(LEVELS_KEY, levels);
    }

    /**
     * Closes a cycle. Cycles come in the order of their numbers. Decide has yet to add its part, so neither the cycle itself nor
     * its patterns are emitted.
     *
     * @param actions outcomes so far
     * @param appendTimeMs when the record that closes it was appended to the loop; null on the data clock
     * @param input of the cycle; direction, polarity and role are set in its trends
     * @param durationSeconds null if unknown
     * @param ownAbsence when the loop itself was absent; null on the data clock
     */
    Situation close(
            Tenant at,
            long windowEndMs,
            CycleInput input,
            Double durationSeconds,
            Actions actions,
            Long appendTimeMs,
            Absence ownAbsence,
            TenantPolicy inForce,
            LoopOutput out) {
        take(inForce);
        List<Trend> observed = input.trends();
        Actions since = actions.since(counted);
        count(actions);
        SeriesDirection heading = new SeriesDirection(
                model.slopeWindows(),
                policy.minimum().attempts(),
                policy.minimum().windows());
        levels.apply(observed, windowEndMs, policy.patterns().silence().retentionMs());
        observed.forEach(trend -> orient(trend, heading));
        if (ownAbsence == null) {
            pass(at.windowStart(), windowEndMs, input.isSilent());
        }
        List<Pattern> changed = patterns.close(
                new ClosedCycle(
                        at.windowStart(),
                        windowEndMs,
                        observed,
                        input.late(),
                        unheard(ownAbsence),
                        Epoch.before(at.cycleNumber())),
                policy.patterns(),
                policy.minimum(),
                policy.version());
        List<Pattern> ongoing = patterns.ongoing();
        Health health = tenantHealth.close(
                at.windowStart(),
                windowEndMs,
                observed,
                ongoing,
                patterns.freshness(),
                policy.minimum(),
                policy.health());
        GoalChanges goalChanges = goals.close(
                CycleValues.of(
                        at.cycleNumber(),
                        windowEndMs,
                        observed,
                        since.successful(),
                        since.executed(),
                        durationSeconds,
                        health.score()),
                policy.goals(),
                policy.minimum(),
                policy.version());
        CycleMetrics cycle = CycleReport.of(
                tenant, at, windowEndMs, input, durationSeconds, health, patterns.present(), goalChanges, policy);
        List<Trend> trends = new ArrayList<>(observed);
        trends.addAll(tenantTrends.of(cycle, heading));
        trends.sort(BY_SERIES);
        trends.forEach(out::trend);
        goalChanges.changed().forEach(out::goal);
        return new Situation(
                cycle,
                Stream.concat(ongoing.stream(), changed.stream().filter(p -> p.getState() == PatternState.ABATED))
                        .toList(),
                changed,
                ongoing.isEmpty() ? new CallGraph() : patterns.calls(policy.patterns()),
                policy.patterns().origin().cycles() * (windowEndMs - at.windowStart()),
                observed,
                Stream.concat(
                                goals.active().stream(),
                                goalChanges.changed().stream().filter(g -> g.getStatus() != GoalStatus.active))
                        .toList(),
                appendTimeMs);
    }

    /** Remembers the incidents of patterns that have been published with them. */
    void joined(List<Pattern> published) {
        patterns.joined(published);
    }

    /** How often in the last cycle no pattern could begin, since as many as may be are active. */
    long refusedPatterns() {
        return patterns.refused();
    }

    /** How often the last cycle showed a call that was not learned, since as many are known as may be. */
    long refusedCalls() {
        return patterns.refusedCalls();
    }

    /** Who calls whom, and who says so; the same list until something changes. */
    List<KnownCall> calls(TenantPolicy inForce) {
        return patterns.knownCalls(inForce.patterns());
    }

    /** The windows skipped while the tenant was dormant were without data, too. */
    private void pass(long windowStartMs, long windowEndMs, boolean hole) {
        long until = holes.markedUntil();
        holes.add(windowStartMs, until == Long.MIN_VALUE ? 0 : windowStartMs - until);
        holes.add(windowEndMs, hole ? windowEndMs - windowStartMs : 0);
        holesChanged = true;
    }

    private UnobservedTime unheard(Absence ownAbsence) {
        return ownAbsence == null ? new UnobservedTime(holes, false) : new UnobservedTime(ownAbsence, true);
    }

    @Override
    public List<String> accept(Command command) {
        if (command.getPatternId() == null) {
            return accept(command, command.getSource(), command.getSeries(), Part.BOTH);
        }
        Set<String> accepted = new LinkedHashSet<>();
        for (PatternMember member : patterns.firing(command.getPatternId())) {
            Part part = !member.failures() ? Part.LEVEL : member.level() ? Part.BOTH : Part.FAILURES;
            accepted.addAll(
                    member.series().isEmpty()
                            ? levels.acceptAll(member.source(), part, command.getIssuedBy(), command.getReason())
                            : accept(command, member.source(), member.series(), part));
        }
        return List.copyOf(accepted);
    }

    private List<String> accept(Command command, String source, String series, Part part) {
        return levels.accept(source, series, part, command.getIssuedBy(), command.getReason());
    }

    /**
     * Forgets series of the tenant.
     *
     * @param eventTimeMs epoch milliseconds
     * @return how many patterns end with its next cycle because nothing else shows them
     */
    long forget(Forgetting what, long eventTimeMs, long policyVersion, LoopOutput out) {
        levels.forget(what);
        tenantHealth.forget(what);
        TenantPatterns.Forgotten forgotten = patterns.forget(what, policyVersion);
        forgotten.changed().forEach(out::pattern);
        goals.forget(what, eventTimeMs, policyVersion).forEach(out::goal);
        return forgotten.ending();
    }

    private void count(Actions actions) {
        countedChanged |= !actions.equals(counted);
        counted = actions;
    }

    /**
     * Advances event time for a dormant tenant, without a cycle: silences begin and are retired, goals fail at their
     * deadline.
     */
    void rest(
            Tenant at, long windowStartMs, long windowEndMs, Absence ownAbsence, TenantPolicy inForce, LoopOutput out) {
        take(inForce);
        if (ownAbsence == null) {
            pass(windowStartMs, windowEndMs, true);
        }
        patterns.close(
                        new ClosedCycle(
                                windowStartMs,
                                windowEndMs,
                                List.of(),
                                new TreeSet<>(),
                                unheard(ownAbsence),
                                Epoch.before(at.cycleNumber())),
                        policy.patterns(),
                        policy.minimum(),
                        policy.version())
                .forEach(out::pattern);
        goals.passTime(windowEndMs, policy.goals(), policy.version()).forEach(out::goal);
    }

    /** When time alone next changes something, epoch milliseconds; empty for never. */
    OptionalLong due(TenantPolicy inForce, long sizeMs, Absence ownAbsence) {
        OptionalLong deadline = goals.nextDeadline();
        OptionalLong silence = patterns.nextDue(inForce.patterns(), sizeMs, unheard(ownAbsence));
        return deadline.isEmpty() || silence.isPresent() && silence.getAsLong() < deadline.getAsLong()
                ? silence
                : deadline;
    }

    private void take(TenantPolicy inForce) {
        if (inForce != policy) {
            policy = inForce;
            meanings.clear();
        }
    }

    private void orient(Trend trend, SeriesDirection heading) {
        MetricMeaning meaning = meaningOf(trend);
        trend.setPolarity(meaning.polarity());
        trend.setRole(meaning.role().map(MetricRole::text).orElse(null));
        if (trend.getUnit() == null) {
            trend.setUnit(meaning.unit().orElse(null));
        }
        trend.setDirection(heading.of(trend, meaning.polarity()));
        trend.setPolicyVersion(policy.version());
        // A deserialised map has no defined order, and a trend must always have the same bytes.
        trend.setFailures(new TreeMap<>(trend.getFailures()));
    }

    private MetricMeaning meaningOf(Trend trend) {
        if (meanings.size() >= MAX_MEANINGS) {
            meanings.clear();
        }
        return meanings.computeIfAbsent(new SeriesKey(trend.getSource(), trend.getName()), series -> policy.metrics()
                .of(trend.getKind(), series.source(), series.name()));
    }

    @Override
    public void load(byte[] key, byte[] value) {
        switch (key[0]) {
            case ACTIONS_KEY -> counted = Actions.CODEC.decode(value);
            case HOLES_KEY -> holes = Absence.decode(value);
            default -> {
                StoredState part = parts.get(key[0]);
                if (part == null) {
                    throw new IllegalArgumentException(
                            "unknown entry '" + (char) key[0] + "' in the stored orientation of " + tenant);
                }
                part.load(KeyParts.rest(key, 1), value);
            }
        }
    }

    @Override
    public void save(Entries changes) {
        parts.forEach((letter, part) -> part.save(KeyParts.under(letter, changes)));
        if (countedChanged) {
            changes.put(new byte[] {ACTIONS_KEY}, Actions.CODEC.encode(counted));
            countedChanged = false;
        }
        if (holesChanged) {
            changes.put(new byte[] {HOLES_KEY}, holes.encode());
            holesChanged = false;
        }
    }

    @Override
    public void saveAll(Entries all) {
        parts.forEach((letter, part) -> part.saveAll(KeyParts.under(letter, all)));
        if (!counted.equals(Actions.NONE)) {
            all.put(new byte[] {ACTIONS_KEY}, Actions.CODEC.encode(counted));
        }
        if (holes.markedUntil() != Long.MIN_VALUE) {
            all.put(new byte[] {HOLES_KEY}, holes.encode());
        }
    }
}
