package io.aurea.guard;

/** What the last window shows of the symptom that a decision is about. */
public enum Sight {
    /** It has no data on it. */
    NONE,

    /** It has data, which does not show it; a pattern stays on for some windows of that kind before it ends. */
    CALM,

    /** It shows it. */
    SHOWN
}
