package io.aurea.goal;

import io.aurea.schema.Goal;
import java.util.List;

/**
 * The changes of a tenant's goals in one cycle.
 *
 * @param changed in their new state, ordered by metric; unchanged goals are absent
 * @param set goals that were set in the cycle: {@code goals_set}
 * @param achieved goals that reached their target in the cycle, whenever they were set: {@code goals_achieved}
 */
public record GoalChanges(List<Goal> changed, long set, long achieved) {
    public GoalChanges {
        changed = List.copyOf(changed);
    }
}
