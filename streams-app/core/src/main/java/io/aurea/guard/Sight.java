package io.aurea.guard;

/** What the last window says of the symptom that a decision is about. */
public enum Sight {
    /** It has no data of it. */
    NONE,

    /** It has data, and they do not show it; a pattern stays on for some windows of that kind before it ends. */
    CALM,

    /** It shows it. */
    SHOWN
}
