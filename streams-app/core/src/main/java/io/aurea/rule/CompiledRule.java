package io.aurea.rule;

import dev.cel.common.CelErrorCode;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.Map;
import java.util.TreeMap;

/** A compiled rule. Immutable and thread-safe. */
final class CompiledRule {

    /** The result of a condition. */
    enum Answer {
        YES,
        NO,
        /** It could not be evaluated, for example for lack of a value, or it has exceeded its budget in this cycle. */
        NONE
    }

    private final Rule rule;
    private final CelRuntime.Program condition;
    private final Template target;
    private final Template description;
    private final Template effectMetric;
    private final Template context;
    private final Map<String, Template> parameters;

    CompiledRule(
            Rule rule,
            CelRuntime.Program condition,
            Template target,
            Template description,
            Template effectMetric,
            Template context,
            Map<String, Template> parameters) {
        this.rule = rule;
        this.condition = condition;
        this.target = target;
        this.description = description;
        this.effectMetric = effectMetric;
        this.context = context;
        this.parameters = parameters;
    }

    Rule rule() {
        return rule;
    }

    Answer ask(RuleVariables facts) {
        if (facts.tooCostly().contains(rule.name())) {
            return Answer.NONE;
        }
        try {
            return Boolean.TRUE.equals(condition.eval(facts.values())) ? Answer.YES : Answer.NO;
        } catch (CelEvaluationException e) {
            if (e.getErrorCode() == CelErrorCode.ITERATION_BUDGET_EXCEEDED) {
                facts.tooCostly().add(rule.name());
            }
            return Answer.NONE;
        }
    }

    Candidate candidate(RuleVariables facts) {
        Map<String, String> filled = new TreeMap<>();
        parameters.forEach((name, template) -> filled.put(name, template.fill(facts.placeholders())));
        return new Candidate(
                rule,
                target.fillWhole(facts.placeholders()),
                filled,
                description.fill(facts.placeholders()),
                effectMetric.fillWhole(facts.ofMetric()),
                context.fill(facts.placeholders()));
    }
}
