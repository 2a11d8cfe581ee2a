package io.aurea.pattern;

/** The weight of one window with evidence. */
public enum EvidenceStrength {
    /** Counts as one of the windows required, but not as the last: too little is known about what is usual. */
    DOUBTFUL,

    /** Counts as one window. */
    WINDOW,

    /** Counts as all windows required, but must still be a surprise for what is watched. */
    DECISIVE,

    /** Is sufficient: a model has weighed it over windows, against the usual and at a stated budget. */
    PROVEN
}
