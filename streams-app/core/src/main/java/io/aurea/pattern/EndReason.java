package io.aurea.pattern;

/** Why a pattern ended for another reason than calm: nothing that was done cured it. */
public final class EndReason {
    /** Somebody has declared usual what showed it. */
    public static final String ACCEPTED = "accepted";

    /** What showed it has not been heard for the retention time, or was forgotten. */
    public static final String RETIRED = "retired";

    private EndReason() {}
}
