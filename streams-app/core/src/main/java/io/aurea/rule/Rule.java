package io.aurea.rule;

import io.aurea.schema.DecisionType;
import io.aurea.schema.PatternType;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/**
 * One rule of the policy: when its condition holds, its action is a candidate. Built by {@link #named}; immutable. The
 * setters of {@link RuleBuilder} document meanings and allowed values; times are in milliseconds.
 */
public final class Rule {
    private final RuleBuilder is;

    Rule(RuleBuilder is) {
        this.is = is;
    }

    /** @param name unique in the policy; 1-64 characters of [A-Za-z0-9._-] */
    public static RuleBuilder named(String name) {
        return new RuleBuilder(name);
    }

    public String name() {
        return is.name;
    }

    public Scope scope() {
        return is.scope;
    }

    /** The pattern types it covers; empty for the other scopes. */
    public Set<PatternType> patterns() {
        return Collections.unmodifiableSet(is.patterns);
    }

    public String when() {
        return is.when;
    }

    public DecisionType type() {
        return is.type;
    }

    public String action() {
        return is.action;
    }

    public String target() {
        return is.target;
    }

    public Map<String, String> parameters() {
        return Collections.unmodifiableMap(is.parameters);
    }

    public String description() {
        return is.description;
    }

    public Effect effect() {
        return is.effect;
    }

    public String context() {
        return is.context;
    }

    public double priorMean() {
        return is.priorMean;
    }

    public double priorWeight() {
        return is.priorWeight;
    }

    /** Null: the threshold of the level in force. */
    public Double minConfidence() {
        return is.minConfidence;
    }

    public int approvalBelow() {
        return is.approvalBelow;
    }

    public boolean reversible() {
        return is.reversible;
    }

    /** Whether success means that the symptom is gone; otherwise the executor's word is enough. */
    public boolean judged() {
        return is.judged;
    }

    public double impact() {
        return is.impact;
    }

    public double harm() {
        return is.harm;
    }

    public double cost() {
        return is.cost;
    }

    public int priority() {
        return is.priority;
    }

    public int attempts() {
        return is.attempts;
    }

    public long worksAfterMs() {
        return is.worksAfterMs;
    }

    public long settleMs() {
        return is.settleMs;
    }

    public long timeoutMs() {
        return is.timeoutMs;
    }

    public long validMs() {
        return is.validMs;
    }

    public long cooldownMs() {
        return is.cooldownMs;
    }

    public long approvalDeadlineMs() {
        return is.approvalDeadlineMs;
    }
}
