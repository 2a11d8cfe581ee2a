package io.aurea.guard;

/** Decides whether an action threatens one kind of harm. Stateless: the same question gets the same answer. */
public interface Guard {

    /** Its name in verdicts, in the policy and in documents. */
    String name();

    /** Never null; with a reason either way. */
    GuardVerdict ask(Proposal proposal, Surroundings surroundings);

    default GuardVerdict allow(String reason) {
        return new GuardVerdict(name(), true, reason, false);
    }

    default GuardVerdict deny(String reason) {
        return new GuardVerdict(name(), false, reason, false);
    }

    /** A denial that a person's approval lifts. */
    default GuardVerdict ask(String reason) {
        return new GuardVerdict(name(), false, reason, true);
    }
}
