package io.aurea.rule;

import io.aurea.name.NameGlob;
import java.util.List;

/**
 * What the executors of a tenant can do.
 *
 * @param action as rules name it
 * @param targets on which it can be carried out
 */
public record Capability(String action, List<NameGlob> targets) {

    public Capability {
        if (!RuleBuilder.isName(action)) {
            throw new IllegalArgumentException("action is '" + action + "'; allowed: 1 to 64 of A-Z a-z 0-9 . _ -");
        }
        targets = List.copyOf(targets);
    }

    /** Whether a rule may propose its action for a target: all of what only informs, and what one of these covers. */
    static boolean covers(List<Capability> known, Rule rule, String target) {
        if (known.isEmpty() || !rule.judged()) {
            return true;
        }
        for (Capability c : known) {
            if (c.action.equals(rule.action()) && NameGlob.any(c.targets, target)) {
                return true;
            }
        }
        return false;
    }
}
