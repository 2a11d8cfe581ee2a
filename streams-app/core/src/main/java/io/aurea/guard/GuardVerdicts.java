package io.aurea.guard;

import java.util.List;
import java.util.stream.Collectors;

/** The verdicts of all guards on one proposal. */
public record GuardVerdicts(List<GuardVerdict> all) {
    public GuardVerdicts {
        all = List.copyOf(all);
    }

    /** Whether it may be dispatched. */
    public boolean allowed() {
        return all.stream().allMatch(GuardVerdict::allowed);
    }

    /** Whether only a person's approval is missing. */
    public boolean needsOnlyApproval() {
        return !allowed() && all.stream().allMatch(v -> v.allowed() || v.curable());
    }

    public boolean deniedBy(String guard) {
        return all.stream().anyMatch(v -> !v.allowed() && v.guard().equals(guard));
    }

    /** Whether the cap on attempts is among the denials: then waiting does not help within this onset. */
    public boolean exhausted() {
        return deniedBy(AttemptsCap.NAME);
    }

    /** The guards that deny, in their order; empty when none does. */
    public List<String> denying() {
        return all.stream().filter(v -> !v.allowed()).map(GuardVerdict::guard).toList();
    }

    /** Every denial with its reason, for a person. */
    public String reasons() {
        return all.stream()
                .filter(v -> !v.allowed())
                .map(v -> v.guard() + ": " + v.reason())
                .collect(Collectors.joining("; "));
    }
}
