package io.aurea.evaluate;

import io.aurea.shop.FaultKind;
import io.aurea.shop.ShopParameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The arms and the timeline that they are measured on. Each arm has a shop of its own, so they may run at the same time.
 * Immutable.
 */
public final class Evaluation {
    private static final int FULL_AUTO = 100;

    private final ShopParameters parameters;
    private final Timeline timeline;
    private final Map<String, Supplier<Arm>> arms = new LinkedHashMap<>();

    /**
     * @param weights of the kinds of fault, [0, ..), one of them above 0
     * @param episodes number of faults, [1, ..)
     * @param policy for the loop, as YAML; the rest is as in the built-in one
     */
    public Evaluation(
            ShopParameters parameters, Map<FaultKind, Double> weights, long seed, int episodes, String policy) {
        this.parameters = parameters;
        this.timeline = Timeline.of(parameters, weights, seed, episodes, Timeline.START_MS);
        arms.put("none", NoAction::new);
        arms.put("original", OriginalRules::new);
        arms.put("runbook", Runbook::new);
        arms.put("cold", () -> new LoopArm("cold", policy, FULL_AUTO));
        arms.put("learned", () -> {
            LoopArm loop = new LoopArm("learned", policy, FULL_AUTO);
            Timeline lessons = Timeline.before(parameters, weights, seed, episodes, Timeline.START_MS);
            new Trial(parameters, lessons, loop, FULL_AUTO).run();
            return loop;
        });
        arms.put("oracle", () -> new Oracle(timeline));
    }

    /** Names of the arms, in the order in which they are reported. */
    public Set<String> arms() {
        return arms.keySet();
    }

    /** Simulated days of each arm. */
    public double days() {
        return timeline.days();
    }

    /** Runs one arm over the whole timeline. */
    public ArmScore run(String arm) {
        return new Trial(parameters, timeline, arms.get(arm).get(), FULL_AUTO).run();
    }

    /** Runs every arm, one after the other. */
    public List<ArmScore> runAll() {
        return arms.keySet().stream().map(this::run).toList();
    }
}
