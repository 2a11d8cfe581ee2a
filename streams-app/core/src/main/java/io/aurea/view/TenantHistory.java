package io.aurea.view;

import io.aurea.decision.DecisionPolicy;
import io.aurea.decision.TenantDecisions;
import io.aurea.learning.Belief;
import io.aurea.pattern.PatternKey;
import io.aurea.pattern.origin.KnownCall;
import io.aurea.schema.CycleMetrics;
import io.aurea.schema.Decision;
import io.aurea.schema.Goal;
import io.aurea.schema.GoalStatus;
import io.aurea.schema.Incident;
import io.aurea.schema.Learning;
import io.aurea.schema.Pattern;
import io.aurea.schema.Status;
import io.aurea.schema.Trend;
import io.aurea.state.Codec;
import io.aurea.state.StoredInParts;
import io.aurea.state.StoredMap;
import io.aurea.state.StoredParts;
import io.aurea.window.Forgetting;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The bounded past of one tenant. Not thread-safe; its {@link #view} is. */
public final class TenantHistory implements StoredInParts {
    /** Cycles kept. */
    public static final int CYCLES = 1_000;

    /** Windows of trends kept, within the limit of bytes. */
    public static final int WINDOWS = 360;

    /** Patterns, goals and learnings kept, of each. */
    public static final int RECORDS = 500;

    /** Decisions kept: the maximum of open ones plus 500 that have ended. */
    public static final int DECISIONS = 1_012;

    /** Incidents kept: the maximum of open ones plus 100 that have ended. */
    public static final int INCIDENTS = 200;

    /** Pairs of context and action kept. */
    public static final int EVIDENCE = 500;

    private static final Codec<CycleMetrics> CYCLE = Codec.avro(CycleMetrics.class);
    private static final Codec<Pattern> PATTERN = Codec.avro(Pattern.class);
    private static final Codec<Goal> GOAL = Codec.avro(Goal.class);
    private static final Codec<Incident> INCIDENT = Codec.avro(Incident.class);
    private static final Codec<Decision> DECISION = Codec.avro(Decision.class);
    private static final Codec<Learning> LEARNING = Codec.avro(Learning.class);
    private static final Codec<Status> STATUS = Codec.avro(Status.class);

    private static final String ONLY = "";
    private static final String SELF_IMPROVEMENT = "self_improvement";

    private final String tenant;
    private final BoundedRecords<CycleMetrics> cycles = new BoundedRecords<>('c', CYCLES, CYCLE);
    private final BoundedRecords<TrendWindow> trends = new BoundedRecords<>('w', WINDOWS, TrendWindow.CODEC);
    private final BoundedRecords<Pattern> patterns = new BoundedRecords<>('p', RECORDS, PATTERN);
    private final BoundedRecords<Goal> goals = new BoundedRecords<>('g', RECORDS, GOAL);
    private final BoundedRecords<Incident> incidents = new BoundedRecords<>('i', INCIDENTS, INCIDENT);
    private final BoundedRecords<Decision> decisions = new BoundedRecords<>('d', DECISIONS, DECISION);
    private final BoundedRecords<Learning> learnings = new BoundedRecords<>('l', RECORDS, LEARNING);
    private final StoredMap<ActionBelief> evidence = new StoredMap<>('e', ActionBelief.CODEC);
    /** As many as the loop knows, which has the limit. */
    private final StoredMap<KnownCall> calls = new StoredMap<>('o', KnownCall.CODEC);

    private final StoredMap<Status> status = new StoredMap<>('s', STATUS);
    private final StoredMap<TenantFacts> facts = new StoredMap<>('f', TenantFacts.CODEC);
    private final StoredMap<TenantTotals> totals = new StoredMap<>('t', TenantTotals.CODEC);
    private final StoredParts parts = new StoredParts(
            cycles.stored(),
            trends.stored(),
            patterns.stored(),
            goals.stored(),
            incidents.stored(),
            decisions.stored(),
            learnings.stored(),
            evidence,
            calls,
            status,
            facts,
            totals);
    private final List<TrendPoint> open = new ArrayList<>();
    private final TreeSet<String> tried = new TreeSet<>();
    private long openStartMs;
    private long openEndMs;
    /** What was put into the calls last; null in a new life. */
    private List<KnownCall> lastCalls;

    public TenantHistory(String tenant) {
        this.tenant = tenant;
    }

    void trend(Trend t) {
        long end = t.getWindowEnd().toEpochMilli();
        if (end != openEndMs) {
            closeWindow();
            openStartMs = t.getWindowStart().toEpochMilli();
            openEndMs = end;
        }
        open.add(TrendPoint.of(t));
    }

    private void closeWindow() {
        if (!open.isEmpty()) {
            trends.put(SortableKeys.of(openEndMs), RetentionMark.OVER, new TrendWindow(openStartMs, openEndMs, open));
            open.clear();
        }
    }

    /** Forgets series, and their patterns that are over. */
    void forget(Forgetting what) {
        closeWindow();
        trends.edit(window -> window.without(what));
        patterns.edit(p -> RetentionMark.of(p) == RetentionMark.OVER
                        && PatternKey.parse(p.getPatternId()).isOf(what)
                ? null
                : p);
    }

    /** Drops the oldest windows until the rest has at most this many bytes, or is a single one. */
    void limitTrends(long bytes) {
        long kept = trends.stored().values().stream()
                .mapToLong(item -> item.bytes().length)
                .sum();
        while (kept > bytes && trends.stored().size() > 1) {
            kept -= trends.removeFirst();
        }
    }

    void pattern(Pattern p) {
        // 0.1.0, where somebody goes back to it, cannot show a record with a field that it does not know; /incidents
        // names its patterns.
        Pattern shown = p.getIncidentId() == null
                ? p
                : Pattern.newBuilder(p).setIncidentId(null).build();
        patterns.put(p.getPatternId(), RetentionMark.of(p), shown);
    }

    void goal(Goal g) {
        String key = SortableKeys.of(g);
        RetentionMark before = goals.markOf(key);
        boolean achieved = g.getStatus() == GoalStatus.achieved && before != RetentionMark.OVER;
        count(totals().plus(before == null ? 1 : 0, achieved ? 1 : 0, 0, 0));
        goals.put(key, RetentionMark.of(g), g);
    }

    void incident(Incident i) {
        incidents.put(SortableKeys.of(i), RetentionMark.of(i), i);
    }

    void cycle(CycleMetrics c) {
        cycles.put(SortableKeys.of(c.getCycleNumber()), RetentionMark.OVER, c);
    }

    void status(Status s) {
        status.put(ONLY, s);
    }

    void decision(Decision d) {
        decisions.put(SortableKeys.of(d), RetentionMark.of(d), d);
        ActionBelief before = evidence.get(d.getContext() + '|' + d.getAction());
        ActionBelief now = new ActionBelief(
                d.getContext(),
                d.getPatternType(),
                d.getAction(),
                d.getPriorMean(),
                d.getPriorWeight(),
                before == null ? Belief.NONE : before.belief());
        if (d.getPriorWeight() > 0) {
            keep(now);
            tried.add(now.name());
        }
    }

    private void keep(ActionBelief e) {
        if (e.equals(evidence.get(e.name()))) {
            return;
        }
        if (evidence.get(e.name()) == null && evidence.size() >= EVIDENCE) {
            String oldest = null;
            long least = Long.MAX_VALUE;
            for (Map.Entry<String, ActionBelief> other : evidence.entries().entrySet()) {
                if (oldest == null || other.getValue().belief().atMs() < least) {
                    oldest = other.getKey();
                    least = other.getValue().belief().atMs();
                }
            }
            evidence.remove(oldest);
        }
        evidence.put(e.name(), e);
    }

    void learning(Learning l) {
        count(totals().plus(0, 0, 1, 0));
        learnings.put(SortableKeys.of(l), RetentionMark.OVER, l);
    }

    void brain(String category) {
        if (category.equals(SELF_IMPROVEMENT)) {
            count(totals().plus(0, 0, 0, 1));
        }
    }

    private TenantTotals totals() {
        return totals.getOrDefault(ONLY, TenantTotals.NONE);
    }

    private void count(TenantTotals now) {
        if (!now.equals(totals())) {
            totals.put(ONLY, now);
        }
    }

    /** Called after an event; takes over its effect on the tenant's decisions. */
    void settle(TenantDecisions now, DecisionPolicy policy, boolean wallClock) {
        closeWindow();
        for (String name : tried) {
            ActionBelief e = evidence.get(name);
            if (e != null) {
                keep(new ActionBelief(
                        e.context(),
                        e.patternType(),
                        e.action(),
                        e.priorMean(),
                        e.priorWeight(),
                        now.belief(e.context(), e.action())));
            }
        }
        tried.clear();
        TenantFacts fresh = TenantFacts.of(now, policy, wallClock);
        if (!fresh.equals(facts.get(ONLY))) {
            facts.put(ONLY, fresh);
        }
    }

    /** Takes over who calls whom; what has not changed is not written again. */
    void calls(List<KnownCall> now) {
        if (now == lastCalls) {
            return;
        }
        Set<String> names = new HashSet<>();
        for (KnownCall call : now) {
            names.add(call.name());
            if (!call.equals(calls.get(call.name()))) {
                calls.put(call.name(), call);
            }
        }
        calls.removeIf(name -> !names.contains(name));
        lastCalls = now;
    }

    /** The current view. */
    public TenantView view() {
        return new TenantView(
                tenant,
                Optional.ofNullable(status.get(ONLY)),
                Optional.ofNullable(facts.get(ONLY)),
                totals(),
                cycles.records(),
                trends.records(),
                patterns.records(),
                goals.records(),
                incidents.records(),
                decisions.records(),
                learnings.records(),
                List.copyOf(evidence.values()),
                lastCalls == null ? List.copyOf(calls.values()) : lastCalls);
    }

    @Override
    public StoredParts parts() {
        return parts;
    }
}
