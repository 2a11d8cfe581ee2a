package io.aurea.executor;

import io.aurea.name.NameGlob;
import io.aurea.schema.Decision;
import io.aurea.schema.DecisionType;
import java.util.List;

/**
 * Selects decisions. An empty list matches everything. Immutable.
 *
 * @param tenants globs, as are the next three
 * @param patterns type of the pattern that the decision responds to
 * @param types decision types
 */
public record DecisionFilter(
        List<NameGlob> tenants,
        List<NameGlob> actions,
        List<NameGlob> targets,
        List<NameGlob> patterns,
        List<DecisionType> types) {

    /** Matches every decision. */
    public static final DecisionFilter ALL = new DecisionFilter(List.of(), List.of(), List.of(), List.of(), List.of());

    public DecisionFilter {
        tenants = List.copyOf(tenants);
        actions = List.copyOf(actions);
        targets = List.copyOf(targets);
        patterns = List.copyOf(patterns);
        types = List.copyOf(types);
    }

    /** Only of these tenants; {@code *} stands for any run of characters. */
    public DecisionFilter tenant(String... globs) {
        return new DecisionFilter(NameGlob.all(globs), actions, targets, patterns, types);
    }

    /** Only with these actions. */
    public DecisionFilter action(String... globs) {
        return new DecisionFilter(tenants, NameGlob.all(globs), targets, patterns, types);
    }

    /** Only with these targets. */
    public DecisionFilter target(String... globs) {
        return new DecisionFilter(tenants, actions, NameGlob.all(globs), patterns, types);
    }

    /** Only those in response to a pattern of these types, for example {@code failure_*}. */
    public DecisionFilter pattern(String... globs) {
        return new DecisionFilter(tenants, actions, targets, NameGlob.all(globs), types);
    }

    /** Only of these decision types. */
    public DecisionFilter type(DecisionType... some) {
        return new DecisionFilter(tenants, actions, targets, patterns, List.of(some));
    }

    public boolean matches(Decision decision) {
        return passes(tenants, decision.getTenantId())
                && passes(actions, decision.getAction())
                && passes(targets, decision.getTarget())
                && passes(patterns, decision.getPatternType())
                && (types.isEmpty() || types.contains(decision.getDecisionType()));
    }

    private static boolean passes(List<NameGlob> globs, String name) {
        return globs.isEmpty() || NameGlob.any(globs, name);
    }
}
