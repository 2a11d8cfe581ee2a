package io.aurea.learning;

import io.aurea.autonomy.AutonomyLevel;
import io.aurea.autonomy.AutonomySettings;
import io.aurea.autonomy.Floor;
import io.aurea.output.LoopOutput;
import io.aurea.schema.CycleMetrics;
import io.aurea.schema.Learning;
import io.aurea.schema.PatternType;
import io.aurea.state.Codec;
import io.aurea.state.Ring;
import io.aurea.state.StoredMap;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the loop of one tenant has learned: the last {@link #OUTCOMES} ended decisions, the last {@link #CYCLES} cycles,
 * beliefs about actions, the bars that outcomes have moved, and the live brain entries. All of it is bounded. Not
 * thread-safe.
 */
public final class TenantLearning {
    /** Ended decisions remembered. */
    public static final int OUTCOMES = 100;

    /** Cycles remembered. */
    public static final int CYCLES = 1_000;

    private static final String SOURCE = "aurea_learning";
    private static final String ANALYSED = "analysed";
    private static final String TOLD = "told";
    private static final long DAY = 86_400_000;

    private final String tenant;
    private final Beliefs beliefs = new Beliefs('b');
    private final Ring<EndedDecision> outcomes = new Ring<>('o', OUTCOMES, EndedDecision.CODEC);
    private final Ring<CycleRecord> cycles = new Ring<>('c', CYCLES, CycleRecord.CODEC);
    private final Bars bars = new Bars('t');
    private final StoredMap<Long> counters =
            new StoredMap<>('n', Codec.of(1, (v, out) -> out.writeLong(v), in -> in.readLong()));
    private final Brain brain;
    private int learnings;

    public TenantLearning(String tenant) {
        this.tenant = tenant;
        this.brain = new Brain(tenant, 'e');
    }

    /** Its stored parts; the letters b, c, e, n, o and t. */
    public List<StoredMap<?>> parts() {
        return List.of(beliefs.stored(), outcomes.stored(), cycles.stored(), bars.stored(), counters, brain.stored());
    }

    /** The belief about an action in a context at this time. */
    public Posterior posterior(
            String context, String action, double priorMean, double priorWeight, long nowMs, LearningSettings s) {
        return beliefs.posterior(context, action, priorMean, priorWeight, nowMs, s.halfLifeMs());
    }

    /** What outcomes have shown so far about an action in a context. */
    public Belief belief(String context, String action) {
        return beliefs.stored().getOrDefault(Beliefs.key(context, action), Belief.NONE);
    }

    /** Confidence that a rule needs at this level to act without asking; 1 where a person is always asked. */
    public double threshold(
            String rule, AutonomyLevel level, AutonomySettings autonomy, long nowMs, LearningSettings settings) {
        return bars.height(rule, level, autonomy, nowMs, settings);
    }

    /** Learnings that were told since it was loaded: the difference over an event is what the event taught. */
    public int learnings() {
        return learnings;
    }

    /** Share of the remembered judged actions that helped; null when none was judged. */
    public Double successRate() {
        return successRate(outcomes.all());
    }

    /** Remembers a decision that has ended, and learns from it if it was judged. */
    public void ended(
            EndedDecision e,
            Posterior before,
            String symptom,
            AutonomySettings autonomy,
            LearningMoment at,
            LoopOutput out) {
        outcomes.add(e);
        switch (e.ending()) {
            case VERIFIED, INEFFECTIVE -> judged(e, before, symptom, autonomy, at, out);
            case FAILED, TIMED_OUT -> tell(Lessons.ofExecution(e, symptom), at, out);
            case UNJUDGED, UNANSWERED, INFORMED, RECOVERED_BEFORE, ACCEPTED, SKIPPED, REJECTED, EXPIRED -> {}
        }
    }

    private void judged(
            EndedDecision e,
            Posterior before,
            String symptom,
            AutonomySettings autonomy,
            LearningMoment at,
            LoopOutput out) {
        boolean helped = e.ending().success();
        beliefs.learn(e.context(), e.action(), helped, at.nowMs(), at.settings().halfLifeMs());
        if (!helped) {
            tell(Lessons.ofFailure(e, before, symptom, belowHigh(successRate(), at)), at, out);
        }
        AutonomyLevel level = AutonomyLevel.of(e.level()).orElseThrow();
        Bars.Move move = bars.judged(e.rule(), level, helped, autonomy, at.nowMs(), at.settings());
        if (move != null) {
            Lesson lesson = Lessons.ofBar(move, at.settings().barError(), e.decisionId());
            tell(lesson, at, out);
            improvement("bar_" + move.level() + "_" + move.rule(), lesson.details(), at, out);
        }
    }

    /**
     * A cycle has closed: emits what its outcomes teach; at intervals the outcomes are analysed and the patterns
     * synthesised. Its metrics have yet to be {@link #remember remembered}, with what was learned in it.
     *
     * @param on types of the active patterns
     */
    public void cycle(CycleMetrics cycle, List<PatternType> on, LearningMoment at, LoopOutput out) {
        brain.expire(at.nowMs(), out);
        if (cycles.count() >= CYCLES) {
            brain.forget(metricsKey(cycles.get(cycles.first()).cycleNumber()), out);
        }
        cycles.add(CycleRecord.of(cycle, on));
        tellCycle(at, out);
        if (cycle.getCycleNumber() % at.settings().analyseEvery() == 0) {
            analyse(at, out);
        }
        if (cycle.getCycleNumber() % at.settings().synthesiseEvery() == 0) {
            synthesise(at, out);
        }
    }

    /** The numbers of a cycle have changed with what became of its decisions. */
    public void revised(CycleMetrics cycle, LearningMoment at, LoopOutput out) {
        if (brain.keeps(metricsKey(cycle.getCycleNumber()))) {
            remember(cycle, at, out);
        }
    }

    /** How many of the brain's entries have made room for others before their time, since the last call. */
    public long takeDisplaced() {
        return brain.takeDisplaced();
    }

    /** The brain forgets everything that the loop keeps in it. */
    public void forgetBrain(LoopOutput out) {
        brain.forgetAll(out);
    }

    /** All that is known of a cycle when it closes goes to the brain. */
    public void remember(CycleMetrics cycle, LearningMoment at, LoopOutput out) {
        brain.store(
                metricsKey(cycle.getCycleNumber()),
                CycleFacts.of(cycle),
                "aurea_metrics",
                "medium",
                "aurea_cycle",
                0.5,
                List.of("cycle", "metrics"),
                at,
                at.settings().metricsKeepMs(),
                out);
    }

    /** Something the loop has learned about itself elsewhere, as that its autonomy fell. */
    public void autonomyFell(AutonomyLevel from, AutonomyLevel to, Floor.Fall fall, LearningMoment at, LoopOutput out) {
        Lesson lesson = Lessons.ofAutonomy(from, to, fall, at.cycleNumber());
        tell(lesson, at, out);
        improvement("autonomy", lesson.details(), at, out);
    }

    private void tellCycle(LearningMoment at, LoopOutput out) {
        long told = counters.getOrDefault(TOLD, 0L);
        if (outcomes.count() == told) {
            return;
        }
        List<EndedDecision> fresh = outcomes.since(told + 1);
        counters.put(TOLD, outcomes.count());
        Double rate = successRate(fresh);
        if (rate != null) {
            tell(Lessons.ofCycle(fresh, rate, at.cycleNumber(), belowHigh(rate, at)), at, out);
        }
    }

    private void analyse(LearningMoment at, LoopOutput out) {
        long analysed = counters.getOrDefault(ANALYSED, 0L);
        if (outcomes.count() == analysed) {
            return;
        }
        counters.put(ANALYSED, outcomes.count());
        Map<String, List<EndedDecision>> byType = new TreeMap<>();
        for (EndedDecision e : outcomes.all()) {
            if (e.ending().judged() && e.atMs() > at.nowMs() - DAY) {
                byType.computeIfAbsent(e.type(), t -> new ArrayList<>()).add(e);
            }
        }
        byType.forEach((type, tried) -> {
            if (tried.size() >= at.settings().minimum()) {
                double rate = successRate(tried);
                tell(Lessons.ofType(type, tried, rate, at.cycleNumber(), belowHigh(rate, at)), at, out);
            }
        });
    }

    /** Which patterns go on and on, and what has helped: over the last hundred cycles. */
    private void synthesise(LearningMoment at, LoopOutput out) {
        List<CycleRecord> seen = cycles.since(cycles.count() - 99);
        Map<PatternType, Integer> often = new EnumMap<>(PatternType.class);
        for (PatternType type : PatternType.values()) {
            int n = (int) seen.stream().filter(c -> c.had(type)).count();
            if (n >= at.settings().minimum()) {
                often.put(type, n);
            }
        }
        often.forEach((type, n) -> {
            Map<String, Object> value = new TreeMap<>();
            value.put("pattern_type", type.name());
            value.put("cycles", n);
            value.put("of_cycles", seen.size());
            value.put("confidence", Decimal.of(Math.min(0.9, n / 10.0)));
            value.put("actions", tried(type.name()));
            brain.store(
                    "pattern_" + type.name(),
                    value,
                    "pattern",
                    "high",
                    SOURCE,
                    Math.min(0.9, n / 10.0),
                    List.of("pattern", type.name()),
                    at,
                    at.settings().learningsKeepMs(),
                    out);
        });
    }

    /** The remembered actions against patterns of this type: helped and tried, by action. */
    private Map<String, String> tried(String patternType) {
        Map<String, int[]> counts = new TreeMap<>();
        for (EndedDecision e : outcomes.all()) {
            boolean ofType = e.context().equals(patternType) || e.context().startsWith(patternType + "/");
            if (ofType && e.ending().judged()) {
                int[] c = counts.computeIfAbsent(e.action(), a -> new int[2]);
                c[0] += e.ending().success() ? 1 : 0;
                c[1]++;
            }
        }
        Map<String, String> texts = new TreeMap<>();
        counts.forEach((action, c) -> texts.put(action, "helped " + c[0] + " of " + c[1]));
        return texts;
    }

    private void tell(Lesson lesson, LearningMoment at, LoopOutput out) {
        Learning learning = lesson.toLearning(tenant, at.cycleNumber(), at.nowMs(), at.policyVersion());
        out.learning(learning);
        learnings++;
        Map<String, Object> value = new TreeMap<>(lesson.details());
        value.put("mistake", learning.getMistake());
        value.put("lesson", learning.getLesson());
        value.put("root_cause", learning.getRootCause());
        value.put("impact", learning.getImpact());
        brain.store(
                "learning_" + lesson.id(),
                value,
                "learning",
                lesson.highImpact() ? "high" : "medium",
                SOURCE,
                lesson.highImpact() ? 0.8 : 0.5,
                List.of("learning", lesson.category()),
                at,
                at.settings().learningsKeepMs(),
                out);
    }

    private void improvement(String what, Map<String, String> details, LearningMoment at, LoopOutput out) {
        brain.store(
                "self_improvement_" + what,
                details,
                "self_improvement",
                "high",
                SOURCE,
                0.8,
                List.of("self_improvement", what),
                at,
                at.settings().learningsKeepMs(),
                out);
    }

    private static boolean belowHigh(Double rate, LearningMoment at) {
        return rate != null && rate < at.settings().highImpactBelow();
    }

    private static Double successRate(List<EndedDecision> ended) {
        long tried = ended.stream().filter(e -> e.ending().judged()).count();
        long helped = ended.stream().filter(e -> e.ending().success()).count();
        return tried == 0 ? null : (double) helped / tried;
    }

    private static String metricsKey(long cycleNumber) {
        return "cycle_metrics_" + cycleNumber;
    }
}
