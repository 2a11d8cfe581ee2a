package io.aurea.goal;

import io.aurea.schema.GoalType;
import java.time.Duration;
import java.util.Optional;

/**
 * When a goal is set, and what it is.
 *
 * @param id identifies the rule; a goal whose rule was removed, or has another metric now, is abandoned
 * @param type what the goal is about
 * @param metric the metric to move
 * @param when the side of the threshold on which the goal is needed
 * @param threshold the goal is set when the metric is beyond it, in the metric's unit
 * @param target where the metric should be; not on the threshold's bad side
 * @param priority 1 (low) to 10 (high)
 * @param deadline from the end of the cycle that sets the goal
 * @param description for a person; {@code {source}} is the series' source; empty for a generated one
 */
public record GoalRule(
        String id,
        GoalType type,
        GoalMetric metric,
        Side when,
        double threshold,
        double target,
        int priority,
        Duration deadline,
        Optional<String> description) {

    public enum Side {
        BELOW,
        ABOVE
    }

    private static final int MAX_TEXT = 256;

    public GoalRule {
        if (!id.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new IllegalArgumentException("id is '" + id + "'; allowed: 1 to 64 of A-Z a-z 0-9 . _ -");
        }
        if (type == GoalType.UNKNOWN) {
            throw new IllegalArgumentException(
                    "type is unknown; allowed: performance, efficiency, revenue, quality, learning");
        }
        if (!Double.isFinite(threshold)) {
            throw new IllegalArgumentException("threshold is " + threshold + "; allowed: a finite number");
        }
        if (!Double.isFinite(target) || (when == Side.BELOW ? target < threshold : target > threshold)) {
            throw new IllegalArgumentException("target is " + target + "; allowed: a finite number "
                    + (when == Side.BELOW
                            ? "from the threshold up, since when is below: ["
                            : "up to the threshold, since when is above: (.., ")
                    + threshold + (when == Side.BELOW ? ", ..)" : "]"));
        }
        if (priority < 1 || priority > 10) {
            throw new IllegalArgumentException("priority is " + priority + "; allowed: 1 to 10");
        }
        if (deadline.isNegative() || deadline.isZero() || deadline.toDays() > 3650) {
            throw new IllegalArgumentException(
                    "deadline is " + deadline.toSeconds() + "s; allowed: above 0s up to 3650d");
        }
        if (description.isPresent()
                && (description.get().isBlank() || description.get().length() > MAX_TEXT)) {
            throw new IllegalArgumentException("description has "
                    + description.get().length() + " characters; allowed: 1 to " + MAX_TEXT + ", not all blank");
        }
    }

    boolean isNeededAt(double value) {
        return when == Side.BELOW ? value < threshold : value > threshold;
    }

    /** @param about the metric of the goal, with a single source */
    String text(GoalMetric about) {
        return description
                .map(text -> text.replace("{source}", about.source()))
                .orElseGet(() -> (when == Side.BELOW ? "Raise " : "Bring ")
                        + about
                        + (when == Side.BELOW ? " to at least " : " down to at most ")
                        + target);
    }
}
