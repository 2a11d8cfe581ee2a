package io.aurea.policy;

import io.aurea.decision.DecisionPolicy;
import io.aurea.goal.GoalSettings;
import io.aurea.health.HealthSettings;
import io.aurea.metric.MetricCatalogue;
import io.aurea.metric.MinimumData;
import io.aurea.pattern.PatternSettings;

/**
 * A tenant's policy, checked and typed. Immutable.
 *
 * @param version counts the publications of the policy, [1, ..); 0 is the built-in one
 * @param metrics the meaning of series
 * @param minimum data that a verdict needs
 * @param decisions the part for decisions
 */
public record TenantPolicy(
        long version,
        MetricCatalogue metrics,
        MinimumData minimum,
        HealthSettings health,
        GoalSettings goals,
        PatternSettings patterns,
        DecisionPolicy decisions) {

    /** The policy in force until another is published. */
    public static final TenantPolicy BUILT_IN = PolicyFile.builtIn();

    public TenantPolicy {
        if (version < 0) {
            throw new IllegalArgumentException("a policy has a version of 0 or more, not " + version);
        }
    }
}
