package io.aurea.guard;

/** Says whether one kind of harm is to be feared from an action. Stateless: the same question has the same answer. */
public interface Guard {

    /** Its name in verdicts, in the policy and in documents. */
    String name();

    /** Never null; with a reason either way. */
    Verdict ask(Proposal proposal, Surroundings surroundings);

    default Verdict allow(String reason) {
        return new Verdict(name(), true, reason, false);
    }

    default Verdict deny(String reason) {
        return new Verdict(name(), false, reason, false);
    }

    /** A denial that a person's approval lifts. */
    default Verdict ask(String reason) {
        return new Verdict(name(), false, reason, true);
    }
}
