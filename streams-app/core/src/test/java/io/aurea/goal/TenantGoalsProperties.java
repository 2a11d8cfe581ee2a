package io.aurea.goal;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.schema.Goal;
import io.aurea.schema.GoalStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

class TenantGoalsProperties {

    private static GoalSettings settings(Random random, int cycles) {
        List<GoalRule> rules = new ArrayList<>();
        if (random.nextInt(5) > 0) {
            rules.add(
                    GoalDriver.rule("success", "success_rate", GoalRule.Side.BELOW, 0.85, 0.9, Duration.ofMinutes(30)));
        }
        if (random.nextInt(5) > 0) {
            rules.add(GoalDriver.rule("errors", "error_rate", GoalRule.Side.ABOVE, 0.1, 0.05, Duration.ofMinutes(20)));
        }
        rules.add(
                GoalDriver.rule("time", "cycle_duration_seconds", GoalRule.Side.ABOVE, 30, 20, Duration.ofMinutes(10)));
        rules.add(GoalDriver.rule(
                "p95", "checkout/place_order:p95", GoalRule.Side.ABOVE, 500, 300, Duration.ofMinutes(25)));
        return new GoalSettings(cycles, Duration.ofMinutes(15), Duration.ofMinutes(12), rules);
    }

    /** The same story for the same seed. */
    private static GoalDriver story(long seed, boolean restarts) {
        Random random = new Random(seed);
        int cycles = 1 + random.nextInt(6);
        GoalDriver goals = new GoalDriver(restarts, settings(random, cycles));
        for (int i = 0; i < 150; i++) {
            switch (random.nextInt(6)) {
                case 0 -> goals.idle();
                case 1, 2 -> goals.operations(random.nextInt(101), 100);
                case 3 -> goals.duration(random.nextInt(60));
                case 4 -> goals.p95(100.0 + random.nextInt(600));
                default -> {
                    if (random.nextInt(10) == 0) {
                        goals.policy(i, settings(random, 1 + random.nextInt(6)));
                    }
                    goals.operations(90 + random.nextInt(11), 100);
                }
            }
            if (random.nextInt(40) == 0) {
                goals.passTime(goals.now());
            }
        }
        return goals;
    }

    @Property(tries = 100)
    void shouldGoOnAfterSavingAndLoadingAsIfNothingHadHappened(@ForAll long seed) {
        GoalDriver restarted = story(seed, true);
        GoalDriver steady = story(seed, false);
        assertThat(restarted.all).isEqualTo(steady.all);
        assertThat(restarted.savedWhole()).isEqualTo(steady.savedWhole());
        assertThat(steady.saved()).isEqualTo(steady.savedWhole());
    }

    @Property(tries = 200)
    void shouldKeepOneActiveGoalAMetricWithOneBaselineAndRisingRevisions(@ForAll long seed) {
        GoalDriver goals = story(seed, false);
        Map<String, Goal> latest = new HashMap<>();
        Map<String, String> activeByMetric = new HashMap<>();
        long set = 0;
        long achieved = 0;
        for (Goal g : goals.all) {
            assertThat(g.getProgress()).isBetween(0.0, 100.0);
            assertThat(g.getProgress() == 100).isEqualTo(g.getStatus() == GoalStatus.achieved);
            Goal before = latest.put(g.getGoalId(), g);
            if (before == null) {
                set++;
                assertThat(g.getRevision()).isOne();
                assertThat(activeByMetric.put(g.getTargetMetric(), g.getGoalId()))
                        .isNull();
            } else {
                assertThat(before.getStatus()).isEqualTo(GoalStatus.active);
                assertThat(g.getRevision()).isEqualTo(before.getRevision() + 1);
                assertThat(g.getBaselineValue()).isEqualTo(before.getBaselineValue());
                assertThat(g.getTargetValue()).isEqualTo(before.getTargetValue());
                assertThat(g.getDeadline()).isEqualTo(before.getDeadline());
                assertThat(g.getCreatedAt()).isEqualTo(before.getCreatedAt());
            }
            if (g.getStatus() != GoalStatus.active) {
                activeByMetric.remove(g.getTargetMetric(), g.getGoalId());
            }
            if (g.getStatus() == GoalStatus.achieved) {
                achieved++;
                assertThat(g.getAchievedAt()).isBeforeOrEqualTo(g.getDeadline());
            }
        }
        assertThat(goals.set).isEqualTo(set);
        assertThat(goals.achieved).isEqualTo(achieved);
    }

    @Property
    void shouldProgressMonotonicallyWithTheMetric(
            @ForAll @DoubleRange(min = 31, max = 1_000) double baseline,
            @ForAll @DoubleRange(min = 0, max = 2_000) double a,
            @ForAll @DoubleRange(min = 0, max = 2_000) double b) {
        double better = progressAt(baseline, Math.min(a, b));
        double worse = progressAt(baseline, Math.max(a, b));
        assertThat(better).isGreaterThanOrEqualTo(worse);
        assertThat(progressAt(baseline, (baseline + 20) / 2)).isBetween(49.999, 50.001);
    }

    private static double progressAt(double baseline, double value) {
        GoalDriver goals =
                new GoalDriver(GoalDriver.DURATION).duration(baseline).duration(value);
        return goals.all.get(goals.all.size() - 1).getProgress();
    }
}
