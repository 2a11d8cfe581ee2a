package io.aurea.rule;

/** What a rule is evaluated for. */
public enum Scope {
    /** Each active pattern. */
    PATTERN,
    /** Each active goal. */
    GOAL,
    /** The tenant's own numbers, once a cycle. */
    TENANT
}
