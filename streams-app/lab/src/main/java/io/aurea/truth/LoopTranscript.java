package io.aurea.truth;

import io.aurea.output.LoopOutput;
import io.aurea.schema.CommandAnswer;
import io.aurea.schema.CycleMetrics;
import io.aurea.schema.Decision;
import io.aurea.schema.DecisionState;
import io.aurea.schema.Goal;
import io.aurea.schema.GoalStatus;
import io.aurea.schema.Pattern;
import io.aurea.schema.PatternState;
import io.aurea.schema.Status;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The loop's output, window by window; windows count from the beginning of the fault, 0. Not thread-safe. */
final class LoopTranscript implements LoopOutput {

    /** A pattern that has ended. */
    record End(String patternId, int window, String reason) {}

    private final Set<String> on = new TreeSet<>();
    private final Set<String> goals = new TreeSet<>();
    private final Map<String, BitSet> onIn = new TreeMap<>();
    private final Map<String, BitSet> goalIn = new TreeMap<>();
    private final List<End> ends = new ArrayList<>();
    private final List<Double> health = new ArrayList<>();
    private final List<Integer> verifiedIn = new ArrayList<>();
    private final List<Integer> achievedIn = new ArrayList<>();
    private final List<Decision> dispatched = new ArrayList<>();
    private final Set<String> waiting = new TreeSet<>();
    private int acted;
    private Double cycleHealth;
    private CommandAnswer answer;
    private int window = -1;
    private long endMs;

    LoopTranscript() {}

    /** Continues with what was on when another transcript ended. */
    LoopTranscript(LoopTranscript before) {
        on.addAll(before.on);
        goals.addAll(before.goals);
        waiting.addAll(before.waiting);
    }

    void begin(int number, long end) {
        window = number;
        endMs = end;
        cycleHealth = null;
    }

    /** Its cycle has closed. Of windows before 0, only what is still on is kept. */
    void end() {
        if (window < 0) {
            return;
        }
        on.forEach(id -> onIn.computeIfAbsent(id, i -> new BitSet()).set(window));
        goals.forEach(id -> goalIn.computeIfAbsent(id, i -> new BitSet()).set(window));
        health.add(cycleHealth);
    }

    /** Takes the decisions that wait for their executor. */
    List<Decision> takeDispatched() {
        List<Decision> taken = List.copyOf(dispatched);
        dispatched.clear();
        return taken;
    }

    int windows() {
        return health.size();
    }

    /** Windows in which this pattern was on. */
    BitSet onIn(String patternId) {
        return onIn.getOrDefault(patternId, new BitSet());
    }

    Map<String, BitSet> patterns() {
        return onIn;
    }

    /** Windows in which a goal on this metric was active. */
    BitSet goalIn(String metric) {
        return goalIn.getOrDefault(metric, new BitSet());
    }

    Map<String, BitSet> goals() {
        return goalIn;
    }

    List<End> ends() {
        return ends;
    }

    /** Health in a window; null without data. */
    Double health(int number) {
        return health.get(number);
    }

    /** Windows in which an action was VERIFIED. */
    List<Integer> verifiedIn() {
        return verifiedIn;
    }

    /** Windows in which a goal was achieved. */
    List<Integer> achievedIn() {
        return achievedIn;
    }

    /** Actions that were dispatched. */
    int acted() {
        return acted;
    }

    /** Whether a question to a person is open. */
    boolean asks() {
        return !waiting.isEmpty();
    }

    /** The answer to the last command. */
    CommandAnswer answer() {
        return answer;
    }

    @Override
    public void pattern(Pattern p) {
        if (p.getState() == PatternState.ABATED) {
            on.remove(p.getPatternId());
            ends.add(new End(p.getPatternId(), window, p.getAbatedReason()));
        } else {
            on.add(p.getPatternId());
        }
    }

    @Override
    public void goal(Goal g) {
        String metric = g.getTargetMetric();
        if (g.getStatus() == GoalStatus.active) {
            goals.add(metric);
        } else {
            goals.remove(metric);
        }
        if (g.getStatus() == GoalStatus.achieved) {
            achievedIn.add(window);
        }
    }

    @Override
    public void cycle(CycleMetrics cycle) {
        // A cycle is published again when its decisions change; its own figures do not.
        if (cycleHealth == null && cycle.getWindowEnd().toEpochMilli() == endMs) {
            cycleHealth = cycle.getHealthScore();
        }
    }

    @Override
    public void decision(Decision d) {
        if (d.getState() == DecisionState.DISPATCHED && !d.getDryRun()) {
            dispatched.add(d);
            acted++;
        } else if (d.getState() == DecisionState.VERIFIED) {
            verifiedIn.add(window);
        }
        if (d.getState() == DecisionState.AWAITING_APPROVAL) {
            waiting.add(d.getDecisionId());
        } else {
            waiting.remove(d.getDecisionId());
        }
    }

    @Override
    public void status(Status status) {
        if (status.getLastCommand() != null) {
            answer = status.getLastCommand();
        }
    }

    @Override
    public void deadLetter(String reason) {
        // A refused command; its answer says why. Nothing else comes before the first window.
        if (endMs == 0) {
            throw new IllegalStateException("the loop refused the policy: " + reason);
        }
    }
}
