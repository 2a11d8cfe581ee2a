package io.aurea.rule;

import java.util.List;

/** Rules that cannot be used, with every reason found. */
public final class RuleException extends IllegalArgumentException {
    private final List<String> reasons;

    RuleException(List<String> reasons) {
        super(String.join("; ", reasons));
        this.reasons = List.copyOf(reasons);
    }

    /** One sentence each: the key, the rule, line and column in the key's text from 1, what is wrong, what is allowed. */
    public List<String> reasons() {
        return reasons;
    }
}
