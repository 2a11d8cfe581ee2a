package io.aurea.rule;

import java.util.Map;

/**
 * An action that a rule proposes for one subject.
 *
 * @param target what to act on; empty when the rule's template found nothing
 * @param effectMetric what should move; empty if only the symptom counts
 * @param context what its confidence is learned for, besides the type of pattern and the action
 */
public record Candidate(
        Rule rule,
        String target,
        Map<String, String> parameters,
        String description,
        String effectMetric,
        String context) {}
