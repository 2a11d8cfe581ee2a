package io.aurea.decision;

import io.aurea.autonomy.AutonomySettings;
import io.aurea.change.ChangeRule;
import io.aurea.guard.GuardSettings;
import io.aurea.guard.Guards;
import io.aurea.heal.HealSettings;
import io.aurea.incident.RemindSettings;
import io.aurea.learning.LearningSettings;
import io.aurea.rule.RuleBook;
import java.util.List;

/**
 * The part of a policy for decisions, compiled once per version. Immutable and thread-safe.
 *
 * @param version of the policy; 0 is the built-in one
 * @param changes which events are changes
 */
public record DecisionPolicy(
        long version,
        List<ChangeRule> changes,
        AutonomySettings autonomy,
        RuleBook rules,
        GuardSettings guardSettings,
        Guards guards,
        ScoreWeights weights,
        LearningSettings learning,
        HealSettings heal,
        RemindSettings remind) {

    public static DecisionPolicy of(
            long version,
            List<ChangeRule> changes,
            AutonomySettings autonomy,
            RuleBook rules,
            GuardSettings guards,
            ScoreWeights weights,
            LearningSettings learning,
            HealSettings heal,
            RemindSettings remind) {
        return new DecisionPolicy(
                version,
                List.copyOf(changes),
                autonomy,
                rules,
                guards,
                new Guards(guards),
                weights,
                learning,
                heal,
                remind);
    }
}
