package io.aurea.goal;

import io.aurea.metric.MinimumData;
import io.aurea.schema.Goal;
import io.aurea.schema.GoalStatus;
import io.aurea.state.Entries;
import io.aurea.state.StoredState;
import io.aurea.window.Forgetting;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The goals of one tenant: at most one active per metric.
 *
 * <p>A goal is set in a cycle with enough data whose value is beyond the rule's threshold; the value, over the last
 * {@link GoalSettings#cycles}, becomes its baseline, which never changes; nor do target and deadline, even if the rule
 * does. From then on, with {@code current} the value of the last cycle with enough data,
 *
 * <pre>progress = 100 * (current - baseline) / (target - baseline), within [0, 100]</pre>
 *
 * which is below 100 until the target is reached. It ends as
 *
 * <ul>
 *   <li>achieved, in the first cycle up to the deadline with a value at or past the target
 *   <li>failed, in the first cycle that ends at or after the deadline, data or not; then {@link GoalSettings#cooldown}
 *   <li>abandoned, when its rule is removed or has another metric, or its series has had no data for
 *       {@link GoalSettings#retention}
 * </ul>
 *
 * A cycle without enough data on the metric neither sets nor achieves a goal, nor moves its progress. The state is one
 * entry per metric with data, a goal or a cooldown; metrics are bounded by the rules and, for rules on many sources, by
 * {@link #MAX_METRICS}. Not thread-safe.
 */
public final class TenantGoals implements StoredState {
    /** Metrics followed; more are ignored. */
    static final int MAX_METRICS = 1_000;

    private final String tenant;
    private final TreeMap<String, GoalTrack> tracks = new TreeMap<>();
    private final TreeSet<String> dirty = new TreeSet<>();

    public TenantGoals(String tenant) {
        this.tenant = tenant;
    }

    /**
     * Closes a cycle. Cycles come in the order of their numbers.
     *
     * @param policyVersion of the settings
     */
    public GoalChanges close(CycleValues values, GoalSettings settings, MinimumData minimum, long policyVersion) {
        GoalCycle turn = new GoalCycle(values, settings, minimum, policyVersion);
        TreeSet<String> metrics = new TreeSet<>(tracks.keySet());
        settings.rules().forEach(rule -> metrics.addAll(metricsOf(rule.metric(), values)));
        for (String text : metrics) {
            GoalMetric metric = GoalMetric.parse(text);
            List<GoalRule> rules = settings.rules().stream()
                    .filter(rule -> rule.metric().covers(metric))
                    .toList();
            if (tracks.containsKey(text) || tracks.size() < MAX_METRICS) {
                turn.close(metric, rules);
            }
        }
        return new GoalChanges(turn.changed, turn.set, turn.achieved);
    }

    private static List<String> metricsOf(GoalMetric ruled, CycleValues values) {
        return ruled.ofManySources()
                ? values.sources().stream()
                        .map(ruled::at)
                        .filter(one -> ruled.covers(one) && values.of(one).isPresent())
                        .map(GoalMetric::text)
                        .toList()
                : List.of(ruled.text());
    }

    /**
     * Advances event time without a cycle, as for a dormant tenant: goals at their deadline fail.
     *
     * @param eventTimeMs epoch milliseconds
     * @return the goals that failed, ordered by metric
     */
    public List<Goal> passTime(long eventTimeMs, GoalSettings settings, long policyVersion) {
        List<Goal> failed = new ArrayList<>();
        tracks.forEach((metric, track) -> {
            if (isDue(track.active(), eventTimeMs)) {
                Goal goal = next(track.active(), eventTimeMs, policyVersion)
                        .setStatus(GoalStatus.failed)
                        .build();
                track.end(eventTimeMs + settings.cooldown().toMillis());
                dirty.add(metric);
                failed.add(goal);
            }
        });
        return failed;
    }

    /**
     * Forgets what is known of series, and abandons their goals.
     *
     * @param eventTimeMs epoch milliseconds
     * @return the goals that are abandoned, ordered by metric
     */
    public List<Goal> forget(Forgetting what, long eventTimeMs, long policyVersion) {
        List<Goal> abandoned = new ArrayList<>();
        for (String text : List.copyOf(tracks.keySet())) {
            GoalMetric metric = GoalMetric.parse(text);
            if (metric.ofSeries() && what.covers(metric.source(), metric.name())) {
                Goal active = tracks.remove(text).active();
                dirty.add(text);
                if (active != null) {
                    abandoned.add(next(active, eventTimeMs, policyVersion)
                            .setStatus(GoalStatus.abandoned)
                            .build());
                }
            }
        }
        return abandoned;
    }

    /** The active goals, ordered by metric. */
    public List<Goal> active() {
        return tracks.values().stream()
                .map(GoalTrack::active)
                .filter(Objects::nonNull)
                .map(goal -> Goal.newBuilder(goal).build())
                .toList();
    }

    /** The earliest deadline of the active goals, epoch milliseconds; empty without one. */
    public OptionalLong nextDeadline() {
        return tracks.values().stream()
                .filter(track -> track.active() != null)
                .mapToLong(track -> track.active().getDeadline().toEpochMilli())
                .min();
    }

    private static boolean isDue(Goal goal, long timeMs) {
        return goal != null && timeMs >= goal.getDeadline().toEpochMilli();
    }

    private static Goal.Builder next(Goal goal, long timeMs, long policyVersion) {
        return Goal.newBuilder(goal)
                .setRevision(goal.getRevision() + 1)
                .setUpdatedAt(Instant.ofEpochMilli(timeMs))
                .setPolicyVersion(policyVersion);
    }

    @Override
    public void load(byte[] key, byte[] value) {
        tracks.put(new String(key, StandardCharsets.UTF_8), GoalTrack.decode(value));
    }

    @Override
    public void save(Entries changes) {
        for (String metric : dirty) {
            GoalTrack track = tracks.get(metric);
            changes.put(metric.getBytes(StandardCharsets.UTF_8), track == null ? null : track.encode());
        }
        dirty.clear();
    }

    @Override
    public void saveAll(Entries all) {
        tracks.forEach((metric, track) -> all.put(metric.getBytes(StandardCharsets.UTF_8), track.encode()));
    }

    /** One cycle, metric by metric. */
    private final class GoalCycle {
        private final CycleValues values;
        private final GoalSettings settings;
        private final MinimumData minimum;
        private final long policyVersion;
        private final long end;
        private final List<Goal> changed = new ArrayList<>();
        private long set;
        private long achieved;

        GoalCycle(CycleValues values, GoalSettings settings, MinimumData minimum, long policyVersion) {
            this.values = values;
            this.settings = settings;
            this.minimum = minimum;
            this.policyVersion = policyVersion;
            this.end = values.windowEndMs();
        }

        void close(GoalMetric metric, List<GoalRule> rules) {
            boolean known = tracks.containsKey(metric.text());
            GoalTrack track = known ? tracks.get(metric.text()) : new GoalTrack();
            Optional<CycleValue> measure = values.of(metric);
            track.add(measure.orElse(null), settings.cycles(), end);
            OptionalDouble value = measure.isEmpty()
                    ? OptionalDouble.empty()
                    : track.history().value(minimum.attempts(), Math.min(minimum.windows(), settings.cycles()));
            if (track.active() != null) {
                pursue(track, metric, rules, value);
            } else if (value.isPresent() && !track.isCooling(end)) {
                rules.stream()
                        .filter(rule -> rule.isNeededAt(value.getAsDouble()))
                        .findFirst()
                        .ifPresent(rule -> set(track, rule, metric, value.getAsDouble()));
            }
            boolean kept = !track.isVoid(end) && !rules.isEmpty();
            if (kept) {
                tracks.put(metric.text(), track);
            } else {
                tracks.remove(metric.text());
            }
            if (known || kept) {
                dirty.add(metric.text());
            }
        }

        private void set(GoalTrack track, GoalRule rule, GoalMetric metric, double value) {
            Goal goal = Goal.newBuilder()
                    .setTenantId(tenant)
                    .setGoalId(metric.idPart() + ':' + values.cycleNumber())
                    .setRevision(1)
                    .setGoalType(rule.type())
                    .setDescription(rule.text(metric))
                    .setTargetMetric(metric.text())
                    .setBaselineValue(value)
                    .setCurrentValue(value)
                    .setTargetValue(rule.target())
                    .setDeadline(Instant.ofEpochMilli(end).plus(rule.deadline()))
                    .setPriority(rule.priority())
                    .setStatus(GoalStatus.active)
                    .setCreatedAt(Instant.ofEpochMilli(end))
                    .setUpdatedAt(Instant.ofEpochMilli(end))
                    .setRule(rule.id())
                    .setPolicyVersion(policyVersion)
                    .build();
            track.pursue(goal);
            changed.add(goal);
            set++;
        }

        private void pursue(GoalTrack track, GoalMetric metric, List<GoalRule> rules, OptionalDouble value) {
            Goal goal = track.active();
            boolean inTime = end <= goal.getDeadline().toEpochMilli();
            boolean ruled = rules.stream().anyMatch(rule -> rule.id().equals(goal.getRule()));
            if (ruled && inTime && value.isPresent() && isReached(goal, value.getAsDouble())) {
                achieved++;
                track.end(Long.MIN_VALUE);
                changed.add(at(goal, value)
                        .setStatus(GoalStatus.achieved)
                        .setAchievedAt(Instant.ofEpochMilli(end))
                        .build());
            } else if (!ruled
                    || metric.ofSeries()
                            && track.silentMs(end) >= settings.retention().toMillis()) {
                track.end(Long.MIN_VALUE);
                changed.add(next(goal, end, policyVersion)
                        .setStatus(GoalStatus.abandoned)
                        .build());
            } else if (isDue(goal, end)) {
                track.end(end + settings.cooldown().toMillis());
                changed.add(at(goal, inTime ? value : OptionalDouble.empty())
                        .setStatus(GoalStatus.failed)
                        .build());
            } else {
                follow(track, goal, value);
            }
        }

        private void follow(GoalTrack track, Goal goal, OptionalDouble value) {
            boolean noLongerKnown = track.history().isEmpty() && goal.getCurrentValue() != null;
            boolean moved =
                    value.isPresent() && !Double.valueOf(value.getAsDouble()).equals(goal.getCurrentValue());
            if (noLongerKnown || moved) {
                Goal.Builder next = at(goal, value);
                if (noLongerKnown) {
                    next.setCurrentValue(null);
                }
                Goal followed = next.build();
                track.pursue(followed);
                changed.add(followed);
            }
        }

        /** The goal's next state, with this value; unchanged without one. */
        private Goal.Builder at(Goal goal, OptionalDouble value) {
            Goal.Builder next = next(goal, end, policyVersion);
            if (value.isPresent()) {
                next.setCurrentValue(value.getAsDouble()).setProgress(progress(goal, value.getAsDouble()));
            }
            return next;
        }
    }

    private static boolean isReached(Goal goal, double value) {
        return goal.getTargetValue() > goal.getBaselineValue()
                ? value >= goal.getTargetValue()
                : value <= goal.getTargetValue();
    }

    private static double progress(Goal goal, double value) {
        if (isReached(goal, value)) {
            return 100;
        }
        double part = 100 * (value - goal.getBaselineValue()) / (goal.getTargetValue() - goal.getBaselineValue());
        return Math.min(Math.nextDown(100.0), Math.max(0, part));
    }
}
