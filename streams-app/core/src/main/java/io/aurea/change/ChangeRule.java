package io.aurea.change;

import io.aurea.name.NameGlob;
import io.aurea.schema.Change;
import java.util.List;
import java.util.Optional;

/**
 * Which EVENT series are changes, if their attributes do not say so.
 *
 * @param names of series
 */
public record ChangeRule(ChangeKind kind, List<NameGlob> names) {
    public ChangeRule {
        names = List.copyOf(names);
    }

    /**
     * The kind of an event: what its attribute says, else the first rule for its name.
     *
     * @param said null without attributes
     */
    static Optional<ChangeKind> kindOf(String name, Change said, List<ChangeRule> rules) {
        Optional<ChangeKind> own = said == null ? Optional.empty() : ChangeKind.of(said.getKind());
        return own.isPresent()
                ? own
                : rules.stream()
                        .filter(rule -> NameGlob.any(rule.names, name))
                        .map(ChangeRule::kind)
                        .findFirst();
    }
}
