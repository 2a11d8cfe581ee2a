package io.aurea.rule;

/** What a rule looks at. */
public enum Scope {
    /** Each pattern that is on. */
    PATTERN,
    /** Each active goal. */
    GOAL,
    /** The tenant's own numbers, once a cycle. */
    TENANT
}
