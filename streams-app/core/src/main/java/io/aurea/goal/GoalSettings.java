package io.aurea.goal;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Settings for goals.
 *
 * @param cycles number of cycles that the value of a metric covers, up to the current one: a rate over all their
 *     attempts, a gauge as the mean of those with data; [1, 60]. So one lucky or unlucky cycle neither sets nor
 *     achieves a goal
 * @param cooldown how long after a failed goal no new one is set on its metric; 0s: from the next cycle on
 * @param retention a goal is abandoned after this long without data of its series
 * @param rules at most 100, in the order in which they are tried; of several on one metric, the first one needed
 */
public record GoalSettings(int cycles, Duration cooldown, Duration retention, List<GoalRule> rules) {
    static final int MAX_CYCLES = 60;
    private static final int MAX_RULES = 100;

    public GoalSettings {
        if (cycles < 1 || cycles > MAX_CYCLES) {
            throw new IllegalArgumentException("cycles is " + cycles + "; allowed: 1 to " + MAX_CYCLES);
        }
        if (cooldown.isNegative()) {
            throw new IllegalArgumentException("cooldown is " + cooldown.toSeconds() + "s; allowed: from 0s on");
        }
        if (retention.isNegative() || retention.isZero()) {
            throw new IllegalArgumentException("retention is " + retention.toSeconds() + "s; allowed: above 0s");
        }
        rules = List.copyOf(rules);
        if (rules.size() > MAX_RULES) {
            throw new IllegalArgumentException("rules has " + rules.size() + " entries; allowed: up to " + MAX_RULES);
        }
        Set<String> ids = new HashSet<>();
        for (GoalRule rule : rules) {
            if (!ids.add(rule.id())) {
                throw new IllegalArgumentException(
                        "rules has the id '" + rule.id() + "' twice; allowed: one rule per id");
            }
        }
    }
}
