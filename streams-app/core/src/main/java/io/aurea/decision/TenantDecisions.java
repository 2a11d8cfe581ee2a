package io.aurea.decision;

import io.aurea.autonomy.AutonomyLevel;
import io.aurea.autonomy.Controls;
import io.aurea.autonomy.Floor;
import io.aurea.guard.BlastRadius;
import io.aurea.heal.ServiceLevels;
import io.aurea.learning.Belief;
import io.aurea.observation.ObservationRules;
import io.aurea.output.LoopOutput;
import io.aurea.pattern.PatternKey;
import io.aurea.schema.Command;
import io.aurea.schema.CommandAnswer;
import io.aurea.schema.CycleMetrics;
import io.aurea.schema.Decision;
import io.aurea.schema.DecisionState;
import io.aurea.schema.Incident;
import io.aurea.schema.Observation;
import io.aurea.schema.Outcome;
import io.aurea.schema.Pattern;
import io.aurea.state.StoredInParts;
import io.aurea.state.StoredParts;
import io.aurea.window.Forgetting;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The decisions of one tenant: made when a cycle closes, followed through outcomes and commands, judged by the symptom,
 * learned from. The package documentation shows the states.
 *
 * <p>Every event comes with the policy in force; a new policy therefore applies from the next event on, while a
 * decision keeps the terms it was made under. Bounded, and after {@link #load} of what {@link #save} wrote it continues
 * exactly alike. Not thread-safe.
 */
public final class TenantDecisions implements StoredInParts {
    /** The tenant that the loop reports on itself under. */
    public static final String OWN_TENANT = ObservationRules.OWN_TENANT;

    /** Counts the TIMED_OUT decisions that only inform. */
    /** Counted until 0.1.0 where what only informs had no outcome, beside TIMED_OUT. */
    private static final String UNANSWERED = "UNANSWERED";

    private final TenantState state;
    private final Deciding deciding;
    private final Following following;
    private final Verifying verifying;
    private final Endings endings;
    private final Commanding commanding;

    /** Of the last cycle; empty after a restart until the next one. */
    private List<String> tooCostly = List.of();

    private long displaced;

    public TenantDecisions(String tenant) {
        state = new TenantState(tenant);
        GuardCheck guards = new GuardCheck(state);
        endings = new Endings(state);
        following = new Following(state, endings);
        verifying = new Verifying(state, endings);
        deciding = new Deciding(state, guards, endings);
        commanding = new Commanding(state, guards, endings, following);
    }

    /**
     * A cycle has closed. Puts out, in this order: incidents, the changed patterns, decisions with what is learned from them, the brain's entries, how
     * the loop itself is doing, and last the cycle.
     *
     * @throws IllegalArgumentException if the cycle is not newer than the last one
     */
    public void accept(Situation situation, DecisionPolicy policy, LoopOutput out) {
        CycleMetrics cycle = DecisionCodec.copy(situation.cycle());
        long end = cycle.getWindowEnd().toEpochMilli();
        CycleProgress before = state.progress();
        if (cycle.getCycleNumber() <= before.cycleNumber()) {
            throw new IllegalArgumentException("tenant " + state.tenant + ": cycle " + cycle.getCycleNumber()
                    + " came after cycle " + before.cycleNumber());
        }
        state.learning.takeDisplaced();
        int learnings = state.learning.learnings();
        EventContext event = new EventContext(cycle.getCycleNumber(), end, situation.appendTimeMs(), policy, out);
        state.controls(state.controls().under(policy.autonomy().level()).at(event.momentMs()));
        state.changes.observe(situation.trends(), policy.changes(), end);
        // Before the rules are asked, which speak of incidents.
        state.incidents.close(situation.incidents(List.copyOf(state.changes.all()), policy.version()));
        tell(event);
        for (Pattern changed : situation.changed()) {
            state.incidents.of(changed).ifPresent(changed::setIncidentId);
            out.pattern(changed);
        }

        Metrics metrics = new Metrics(
                situation,
                state.business.observe(situation.business(), end),
                state.events.observe(situation.trends(), end),
                state.changes.ages(end));
        Symptoms symptoms = Symptoms.read(
                situation,
                metrics,
                state.changes,
                policy.rules(),
                state.treatments.entries().keySet(),
                state.incidents::incidentOf);
        tooCostly = List.copyOf(symptoms.tooCostly());
        state.progress(before.cycle(cycle.getCycleNumber(), end, symptoms.sourcesKnown(), symptoms.sourcesDown()));
        if (!BlastRadius.tooMuchDown(symptoms.sourcesDown(), symptoms.sourcesKnown(), policy.guardSettings())) {
            state.progress(state.progress().called(false));
        }

        following.deadlines(event);
        following.look(symptoms, event);
        verifying.look(symptoms, event);
        notice(symptoms, event);
        watchFloor(event);
        deciding.decide(symptoms, event);
        state.incidents.attend(policy.remind(), Instant.ofEpochMilli(event.momentMs()));
        tell(event);

        cycle.setAutonomyLevel(level().value());
        cycle.setDecisionsCount(state.progress().decisions());
        state.learning.cycle(cycle, symptoms.types(), event.moment(), out);
        cycle.setLearningInsightsGenerated(state.learning.learnings() - learnings);
        state.learning.remember(cycle, event.moment(), out);
        displaced = state.learning.takeDisplaced();
        if (!state.tenant.equals(OWN_TENANT) && state.loop.count() > 0) {
            OwnTelemetry.levels(state.tenant, end, state.loop.levels()).forEach(out::observation);
        }
        state.ledger.close(cycle, state.decisions.values(), event);
    }

    /** How many entries of the brain made room for others before their time when the last cycle closed. */
    public long displaced() {
        return displaced;
    }

    /** Forgets the values, events and onsets of series; what was decided because of them stays. */
    public void forget(Forgetting what, DecisionPolicy policy, LoopOutput out) {
        state.onsets.stored().removeIf(id -> PatternKey.find(id)
                .map(pattern -> pattern.isOf(what))
                .orElse(false));
        state.business.stored().removeIf(name -> what.covers(Situation.BUSINESS, name));
        state.events.stored().removeIf(what::covers);
        state.changes.stored().removeIf(what::covers);
        state.incidents.forget(what);
        tell(between(null, policy, out));
    }

    /** Names of the rules that were left out of the last cycle, since their conditions exceeded their budget. */
    public List<String> tooCostly() {
        return tooCostly;
    }

    /** Treatments begin and end with their symptoms. */
    private void notice(Symptoms symptoms, EventContext event) {
        for (String id : List.copyOf(state.treatments.entries().keySet())) {
            Treatment i = state.treatments.get(id);
            if (symptoms.get(id) == null && !i.open()) {
                endings.over(id, i);
            }
        }
        long since = event.momentMs() - event.policy().guardSettings().flapWindowMs();
        for (Symptom s : symptoms.all().values()) {
            Treatment i = state.treatments.get(s.id());
            boolean onset = i == null || s.onsetAtMs() != null && s.onsetAtMs() != i.onsetAtMs();
            if (i == null && state.treatments.size() >= TenantState.MAX_TREATMENTS) {
                state.count("SYMPTOM_NOT_KEPT");
                continue;
            }
            if (onset) {
                long at = s.onsetAtMs() == null ? event.windowEndMs() : s.onsetAtMs();
                state.onsets.onset(s.id(), at);
                state.loop.onset(s.id(), at, event.policy().heal());
                i = i == null ? Treatment.begun(at) : i.again(at);
                state.treatments.put(s.id(), i);
            }
            Treatment seen = i.seen(s.sight(), state.onsets.since(s.id(), since));
            if (seen != i) {
                state.treatments.put(s.id(), seen);
            }
        }
    }

    /** A loop whose actions do not heal loses a level, by itself. */
    private void watchFloor(EventContext event) {
        Floor.Fall fall = state.loop.fall(event.policy().autonomy().floor());
        AutonomyLevel from = level();
        AutonomyLevel to = from.lower();
        if (fall == null || to == from) {
            return;
        }
        state.controls(state.controls().lowered(to));
        state.loop.fallen();
        state.count("AUTONOMY_FELL");
        state.learning.autonomyFell(from, to, fall, event.moment(), event.out());
        event.out().observation(OwnTelemetry.autonomyFell(state.tenant, event.windowEndMs(), from, to, fall.rate()));
    }

    /** @param appendTimeMs when the outcome was appended to the loop, epoch milliseconds; null on the data clock */
    public void accept(Outcome outcome, Long appendTimeMs, DecisionPolicy policy, LoopOutput out) {
        EventContext event = between(appendTimeMs, policy, out);
        following.outcome(outcome, event);
        tell(event);
    }

    /**
     * @param appendTimeMs when the command was appended to the loop, epoch milliseconds; null on the data clock
     * @param levels of this tenant
     * @return its result
     */
    public CommandAnswer accept(
            Command command, Long appendTimeMs, DecisionPolicy policy, LevelAcceptance levels, LoopOutput out) {
        EventContext event = between(appendTimeMs, policy, out);
        CommandAnswer answer = commanding.obey(command, levels, event);
        tell(event);
        return answer;
    }

    /**
     * Event time has advanced without a cycle, as for a dormant tenant: approvals expire and unanswered actions time
     * out, but nothing is judged.
     */
    public void elapsed(long eventTimeMs, Long appendTimeMs, DecisionPolicy policy, LoopOutput out) {
        if (eventTimeMs > state.progress().windowEndMs() && state.progress().cycleNumber() > 0) {
            state.progress(state.progress().reached(eventTimeMs));
            EventContext event = between(appendTimeMs, policy, out);
            following.deadlines(event);
            tell(event);
        }
    }

    /** No cycle of the tenant closes any more until data comes: what it has asked is not asked any more. */
    public void rest(Long appendTimeMs, DecisionPolicy policy, LoopOutput out) {
        EventContext event = between(appendTimeMs, policy, out);
        following.withdraw("nothing is heard of the tenant any more", event);
        tell(event);
    }

    /** When {@link #elapsed} next changes something, epoch milliseconds; empty for never. */
    public OptionalLong nextDeadline() {
        return state.decisions.values().stream()
                .filter(d ->
                        d.getState() == DecisionState.AWAITING_APPROVAL || d.getState() == DecisionState.DISPATCHED)
                .map(d -> d.getState() == DecisionState.DISPATCHED ? d.getOutcomeDeadline() : d.getApprovalDeadline())
                .mapToLong(Instant::toEpochMilli)
                .min();
    }

    /**
     * Whether nothing is lost to a person when the tenant ends by itself: no decision waits for an answer or is being carried
     * out; no pause, dry run or coming maintenance is set; and the level in force is the policy's, with which it would begin
     * again.
     */
    public boolean mayEnd() {
        Controls controls = controls();
        return nextDeadline().isEmpty()
                && controls.pauses().isEmpty()
                && controls.dryRun() == null
                && controls.at(state.progress().windowEndMs()).maintenance().isEmpty()
                && controls.level() == controls.policyLevel();
    }

    /** The tenant ends: what was still to be judged never will be. */
    public void end(String reason, DecisionPolicy policy, LoopOutput out) {
        EventContext event = between(null, policy, out);
        for (Decision d : List.copyOf(state.decisions.values())) {
            if (d.getState() == DecisionState.SUCCEEDED) {
                state.move(d, DecisionState.EXPIRED, reason, event);
            }
        }
        tell(event);
    }

    private void tell(EventContext event) {
        state.incidents.publish(
                Instant.ofEpochMilli(event.momentMs()), event.policy().version(), event.out()::incident);
    }

    /** The incidents that are open; not to be changed. */
    public List<Incident> incidents() {
        return state.incidents.open();
    }

    /** Tells the loop's own tenant that this one has ended. */
    public static Observation endedEvent(String tenant, long atMs, String reason) {
        return OwnTelemetry.ended(tenant, atMs, reason);
    }

    /** Tells that a limit has begun to keep something out of the tenant's cycles. */
    public static Observation limitEvent(String tenant, long atMs, String reason) {
        return OwnTelemetry.limited(tenant, atMs, reason);
    }

    /** The brain forgets what the loop has kept in it for the tenant. */
    public void forgetBrain(LoopOutput out) {
        state.learning.forgetBrain(out);
    }

    private EventContext between(Long appendTimeMs, DecisionPolicy policy, LoopOutput out) {
        CycleProgress p = state.progress();
        return new EventContext(p.cycleNumber(), p.windowEndMs(), appendTimeMs, policy, out);
    }

    /** The level in force; null before the first cycle, unless a command has set it. */
    public AutonomyLevel level() {
        return state.controls().level();
    }

    /** Number of the last decided cycle; 0 before the first. */
    public long cycleNumber() {
        return state.progress().cycleNumber();
    }

    /** What operators have set, and the level in force. */
    public Controls controls() {
        return state.controls();
    }

    /** Whether decisions are only shown. */
    public boolean dryRun(boolean wallClock) {
        Boolean said = controls().dryRun();
        return said == null ? !wallClock : said;
    }

    /**
     * Confidence below which a person is asked, [0, 1], for a rule whose outcomes have not moved it; 1 where a person
     * is always asked, and before the first cycle.
     */
    public double confidenceThreshold(DecisionPolicy policy) {
        return level() == null || level().alwaysAsks()
                ? 1
                : policy.autonomy().threshold(level()).start();
    }

    /** What outcomes have shown so far of an action in a context. */
    public Belief belief(String context, String action) {
        return state.learning.belief(context, action);
    }

    /** How well the loop is doing for this tenant. */
    public ServiceLevels serviceLevels() {
        return state.loop.levels();
    }

    /**
     * Since the beginning: how often each decision state was entered, denials by guards (DENIED, published or not), and
     * results of commands. PROPOSED always equals the decisions made, each of which was then suppressed, submitted for
     * approval or dispatched.
     */
    public Map<String, Long> tally() {
        return state.tally();
    }

    /** Outcomes so far that succeeded. */
    public long actionsSuccessful() {
        return state.tally().getOrDefault(DecisionState.SUCCEEDED.name(), 0L);
    }

    /** Outcomes so far that report an action carried out, plus timeouts of actions that do not only inform. */
    public long actionsExecuted() {
        Map<String, Long> tally = state.tally();
        return actionsSuccessful()
                + tally.getOrDefault(DecisionState.FAILED.name(), 0L)
                + tally.getOrDefault(DecisionState.TIMED_OUT.name(), 0L)
                - tally.getOrDefault(UNANSWERED, 0L);
    }

    /**
     * Decisions that await approval, are being carried out, are settling, or were tried last against a symptom that
     * stays; by id.
     */
    public List<Decision> open() {
        return state.decisions.values().stream().map(DecisionCodec::copy).toList();
    }

    @Override
    public StoredParts parts() {
        return state.parts;
    }
}
