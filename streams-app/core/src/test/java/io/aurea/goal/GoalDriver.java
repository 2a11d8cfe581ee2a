package io.aurea.goal;

import io.aurea.fixture.Saved;
import io.aurea.metric.MinimumData;
import io.aurea.schema.Goal;
import io.aurea.schema.GoalType;
import io.aurea.schema.Trend;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Runs the goals of one tenant through cycles of a minute and collects the output. */
final class GoalDriver {
    static final Duration CYCLE = Duration.ofMinutes(1);
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final GoalRule SUCCESS =
            rule("success-rate", "success_rate", GoalRule.Side.BELOW, 0.85, 0.90, Duration.ofHours(24));
    static final GoalRule DURATION =
            rule("cycle-time", "cycle_duration_seconds", GoalRule.Side.ABOVE, 30, 20, Duration.ofHours(6));
    static final GoalRule P95 =
            rule("p95", "checkout/place_order:p95", GoalRule.Side.ABOVE, 500, 300, Duration.ofDays(30));

    private final boolean restarts;
    private final Saved saved = new Saved();
    private TenantGoals goals = new TenantGoals("shop");
    private GoalSettings settings;
    private long cycle;
    private long policyVersion;
    final List<Goal> all = new ArrayList<>();
    GoalChanges last = new GoalChanges(List.of(), 0, 0);
    long set;
    long achieved;

    /** @param restarts whether the state is saved and loaded after each cycle */
    GoalDriver(boolean restarts, GoalSettings settings) {
        this.restarts = restarts;
        this.settings = settings;
    }

    GoalDriver(GoalRule... rules) {
        this(false, settings(1, rules));
    }

    static GoalSettings settings(int cycles, GoalRule... rules) {
        return new GoalSettings(cycles, Duration.ofHours(6), Duration.ofHours(24), List.of(rules));
    }

    static GoalRule rule(
            String id, String metric, GoalRule.Side when, double threshold, double target, Duration deadline) {
        return new GoalRule(
                id,
                GoalType.performance,
                GoalMetric.parse(metric),
                when,
                threshold,
                target,
                8,
                deadline,
                Optional.empty());
    }

    void policy(long version, GoalSettings now) {
        policyVersion = version;
        settings = now;
    }

    /** A cycle with this many operations. */
    GoalDriver operations(long successes, long attempts) {
        return close(values(
                attempts == 0 ? Optional.empty() : Optional.of(CycleValue.rate(successes, attempts)),
                Optional.empty(),
                null));
    }

    GoalDriver idle() {
        return operations(0, 0);
    }

    GoalDriver duration(double seconds) {
        return close(values(Optional.empty(), Optional.of(CycleValue.gauge(seconds)), null));
    }

    /** A cycle with this p95 of checkout/place_order; null without it. */
    GoalDriver p95(Double millis) {
        Trend trend = millis == null
                ? null
                : Trend.newBuilder()
                        .setTenantId("shop")
                        .setSource("checkout")
                        .setName("place_order")
                        .setP95(millis)
                        .build();
        return close(values(Optional.empty(), Optional.empty(), trend));
    }

    private CycleValues values(Optional<CycleValue> success, Optional<CycleValue> duration, Trend trend) {
        cycle++;
        return new CycleValues(
                cycle,
                now().toEpochMilli(),
                success,
                success.map(m -> CycleValue.rate(m.weight() - (long) m.sum(), m.weight())),
                Optional.empty(),
                duration,
                Optional.empty(),
                Set.of("checkout"),
                (source, name) ->
                        trend != null && source.equals("checkout") && name.equals("place_order") ? trend : null);
    }

    private GoalDriver close(CycleValues values) {
        last = goals.close(values, settings, new MinimumData(20, 1), policyVersion);
        all.addAll(last.changed());
        set += last.set();
        achieved += last.achieved();
        restart();
        return this;
    }

    List<Goal> passTime(Instant time) {
        List<Goal> failed = goals.passTime(time.toEpochMilli(), settings, policyVersion);
        all.addAll(failed);
        restart();
        return failed;
    }

    OptionalLong nextDeadline() {
        return goals.nextDeadline();
    }

    private void restart() {
        if (restarts) {
            goals.save(saved);
            goals = new TenantGoals("shop");
            saved.loadInto(goals);
        }
    }

    /** A store with every change since the beginning. */
    Saved saved() {
        goals.save(saved);
        return saved;
    }

    Saved savedWhole() {
        Saved whole = new Saved();
        goals.saveAll(whole);
        return whole;
    }

    /** End of the cycle that was closed last. */
    Instant now() {
        return START.plus(CYCLE.multipliedBy(cycle));
    }
}
