package io.aurea.decision;

import io.aurea.guard.Sight;
import io.aurea.rule.Candidate;
import java.util.List;

/**
 * Something that a rule responds to: an active pattern, an active goal, or the tenant's own numbers.
 *
 * @param id of the pattern or goal, or {@code rule:name}
 * @param patternType empty for the others
 * @param source of the series that shows it, or null; a latency measured by a caller is the caller's
 * @param series that shows it, or null
 * @param onsetAtMs when it set on; null for the tenant's numbers, where it is not kept
 * @param impact of a pattern, [0, 1]; null: as the rule states
 * @param reference usual share of attempts, from the pattern, [0, 1]; null without one
 * @param present whether the window has data on it
 * @param shows whether the window has evidence of it; a pattern stays on for some windows without any
 * @param candidates the rules' proposals, in their order
 * @param trends the values it rests on
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

    /** The context that an action's confidence is learned for. */
    String context(Candidate c) {
        String base = patternType.isEmpty() ? c.rule().name() : patternType;
        return c.context().isEmpty() ? base : base + '/' + c.context();
    }
}
