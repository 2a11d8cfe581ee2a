package io.aurea.pattern;

/** What one window with evidence counts for. */
public enum EvidenceStrength {
    /** For one window of those it takes, but not for the last: too little is known of what is usual. */
    DOUBTFUL,

    /** For one window. */
    WINDOW,

    /** For as many windows as it takes; that so much comes must still be a surprise for what is watched. */
    DECISIVE,

    /** For all it takes: a model has weighed it over windows, against what is usual and at a stated budget. */
    PROVEN
}
