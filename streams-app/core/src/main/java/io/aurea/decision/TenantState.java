package io.aurea.decision;

import io.aurea.autonomy.Controls;
import io.aurea.change.RecentChanges;
import io.aurea.heal.LoopRecord;
import io.aurea.incident.TenantIncidents;
import io.aurea.learning.TenantLearning;
import io.aurea.schema.CycleMetrics;
import io.aurea.schema.Decision;
import io.aurea.schema.DecisionState;
import io.aurea.schema.DecisionStep;
import io.aurea.schema.OutcomeStatus;
import io.aurea.state.Codec;
import io.aurea.state.StoredMap;
import io.aurea.state.StoredParts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/** The stored state of one tenant, and the only way in which a decision changes its state. Every part is bounded. */
final class TenantState {
    /** Decisions that await approval, are being carried out or settling, and the last ones of ongoing incidents. */
    static final int MAX_DECISIONS = 512;

    /** Active symptoms. */
    static final int MAX_TREATMENTS = 1_000;

    /** Targets remembered; the one acted on longest ago is forgotten. */
    static final int MAX_TARGETS = 2_000;

    /** Ended decisions and commands remembered. */
    static final int MAX_REMEMBERED = 500;

    /** Longest reason kept, characters. */
    static final int MAX_TEXT = 512;

    private static final String ONLY = "";

    final String tenant;
    final StoredMap<Decision> decisions = new StoredMap<>('D', DecisionCodec.DECISIONS);
    final StoredMap<EndedMemory> ended = new StoredMap<>('X', EndedMemory.CODEC);
    final StoredMap<Treatment> treatments = new StoredMap<>('I', Treatment.CODEC);
    final StoredMap<TargetState> targets = new StoredMap<>('G', TargetState.CODEC);
    final StoredMap<Long> commands = new StoredMap<>('M', longs());
    final TenantIncidents incidents;
    final CycleLedger ledger = new CycleLedger('Y');
    final OnsetLog onsets = new OnsetLog('F');
    final BusinessMetrics business = new BusinessMetrics('U');
    final RecentEvents events = new RecentEvents('E');
    final RecentChanges changes = new RecentChanges('H');
    final LoopRecord loop = new LoopRecord('S', 'Q');
    final TenantLearning learning;
    final StoredParts parts;

    private final StoredMap<CycleProgress> progress = new StoredMap<>('P', CycleProgress.CODEC);
    private final StoredMap<Controls> controls = new StoredMap<>('K', Controls.CODEC);
    private final StoredMap<Long> tally = new StoredMap<>('N', longs());

    TenantState(String tenant) {
        this.tenant = tenant;
        this.learning = new TenantLearning(tenant);
        this.incidents = new TenantIncidents(tenant, 'T', 'W');
        List<StoredMap<?>> all = new ArrayList<>(List.of(
                progress,
                controls,
                tally,
                decisions,
                ended,
                treatments,
                targets,
                commands,
                ledger.stored(),
                onsets.stored(),
                business.stored(),
                events.stored(),
                changes.stored()));
        all.addAll(incidents.stored());
        all.addAll(loop.parts());
        all.addAll(learning.parts());
        this.parts = new StoredParts(all.toArray(new StoredMap<?>[0]));
    }

    private static Codec<Long> longs() {
        return Codec.of(1, (v, out) -> out.writeLong(v), in -> in.readLong());
    }

    CycleProgress progress() {
        return progress.getOrDefault(ONLY, CycleProgress.NONE);
    }

    void progress(CycleProgress now) {
        progress.put(ONLY, now);
    }

    Controls controls() {
        return controls.getOrDefault(ONLY, Controls.NEW);
    }

    void controls(Controls now) {
        if (!now.equals(controls())) {
            controls.put(ONLY, now);
        }
    }

    boolean dryRun(EventContext event) {
        Boolean said = controls().dryRun();
        return said == null ? event.appendTimeMs() == null : said;
    }

    /** Confidence that this rule needs to act alone at the level in force; 1 where a person is always asked. */
    double bar(String rule, EventContext event) {
        return learning.threshold(
                rule,
                controls().level(),
                event.policy().autonomy(),
                event.windowEndMs(),
                event.policy().learning());
    }

    void count(String what) {
        tally.put(what, tally.getOrDefault(what, 0L) + 1);
    }

    Map<String, Long> tally() {
        return new TreeMap<>(tally.entries());
    }

    /** Decisions being carried out or settling, without those that only inform. */
    List<Decision> acting() {
        return decisions.values().stream().filter(TenantState::isActing).toList();
    }

    private static boolean isActing(Decision d) {
        return d.getJudged() && (d.getState() == DecisionState.DISPATCHED || d.getState() == DecisionState.SUCCEEDED);
    }

    /** Moves a decision to its next state, stores and publishes it. */
    Decision move(Decision from, DecisionState to, String reason, EventContext event) {
        return move(from, to, reason, event, d -> {});
    }

    /** @param with sets other fields that change with the state */
    Decision move(Decision from, DecisionState to, String reason, EventContext event, Consumer<Decision> with) {
        if (!Transitions.from(from.getState()).contains(to)) {
            throw new IllegalStateException(
                    "decision " + from.getDecisionId() + " cannot go from " + from.getState() + " to " + to);
        }
        Decision d = DecisionCodec.copy(from);
        with.accept(d);
        return enter(d, to, reason, event);
    }

    /** Sets the state of an unshared record, stores and publishes it. */
    Decision enter(Decision d, DecisionState state, String reason, EventContext event) {
        Instant at = Instant.ofEpochMilli(event.momentMs());
        d.setState(state);
        d.setRevision(d.getRevision() + 1);
        d.setUpdatedAt(at);
        List<DecisionStep> history = new ArrayList<>(d.getHistory());
        history.add(new DecisionStep(state, at, cut(reason)));
        d.setHistory(history);
        decisions.put(d.getDecisionId(), d);
        incidents.decided(d, cut(reason));
        count(state.name());
        event.out().decision(d);
        return d;
    }

    /** A decision of a cycle has ended: updates the cycle's numbers, in its record and in the brain. */
    void revise(long cycleNumber, OutcomeStatus status, int learnings, EventContext event) {
        CycleMetrics revised = ledger.ended(cycleNumber, status, learnings, decisions.values(), event);
        if (revised != null) {
            learning.revised(revised, event.moment(), event.out());
        }
    }

    /** Remembers a decision that has ended, except for a possible escalation. */
    void remember(Decision d, EventContext event) {
        CycleProgress now = progress().rememberedOneMore();
        progress(now);
        String id = d.getDecisionId();
        if (ended.get(id) == null && ended.size() >= MAX_REMEMBERED) {
            ended.remove(oldest(ended.entries(), EndedMemory::order));
        }
        ended.put(
                id, new EndedMemory(now.remembered(), d.getState(), event.momentMs(), d.getTarget(), d.getSettleMs()));
    }

    /** Whether this command id is new; remembers it. */
    boolean firstTime(String commandId) {
        if (commands.get(commandId) != null) {
            return false;
        }
        CycleProgress now = progress().rememberedOneMore();
        progress(now);
        if (commands.size() >= MAX_REMEMBERED) {
            commands.remove(oldest(commands.entries(), order -> order));
        }
        commands.put(commandId, now.remembered());
        return true;
    }

    TargetState target(String name) {
        return targets.getOrDefault(name, TargetState.NEW);
    }

    void target(String name, TargetState state) {
        if (targets.get(name) == null && targets.size() >= MAX_TARGETS) {
            targets.remove(oldest(targets.entries(), TargetState::lastMs));
        }
        targets.put(name, state);
    }

    private static <V> String oldest(Map<String, V> entries, ToLongFunction<V> time) {
        String oldest = null;
        long least = Long.MAX_VALUE;
        for (Map.Entry<String, V> e : entries.entrySet()) {
            long at = time.applyAsLong(e.getValue());
            if (oldest == null || at < least) {
                least = at;
                oldest = e.getKey();
            }
        }
        return oldest;
    }

    static String cut(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT - 3) + "...";
    }
}
