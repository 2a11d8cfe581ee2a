package io.aurea.decision;

import io.aurea.guard.Sight;
import io.aurea.rule.Candidate;
import java.util.List;

/**
 * Something that a rule speaks of: a pattern that is on, an active goal, or the tenant's own numbers.
 *
 * @param id of the pattern or goal, or {@code rule:name}
 * @param patternType empty for the others
 * @param source of the series that shows it, or null; a latency that a caller measures is the caller's
 * @param series that shows it, or null
 * @param onsetAtMs when it set on; of the tenant's numbers null, since nobody keeps it
 * @param impact of a pattern, [0, 1]; null: the rule says
 * @param reference share of attempts that is usual, as the pattern has it, [0, 1]; null without one
 * @param present whether the window has data of it
 * @param shows whether the window has evidence of it; a pattern stays on for some windows without
 * @param candidates what the rules propose, in their order
 * @param trends values it rests on
 */
record Symptom(
        String id,
        String patternType,
        String source,
        String series,
        Long onsetAtMs,
        Double impact,
        Double reference,
        boolean present,
        boolean shows,
        List<Candidate> candidates,
        List<String> trends,
        List<String> patterns,
        List<String> goals) {

    Sight sight() {
        return !present ? Sight.NONE : shows ? Sight.SHOWN : Sight.CALM;
    }

    /** What an action's confidence is learned under. */
    String context(Candidate c) {
        String base = patternType.isEmpty() ? c.rule().name() : patternType;
        return c.context().isEmpty() ? base : base + '/' + c.context();
    }
}
