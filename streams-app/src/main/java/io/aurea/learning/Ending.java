package io.aurea.learning;

/** How a decision ended, as far as learning cares. */
public enum Ending {
    /** The symptom went. The only success. */
    VERIFIED(true, true),
    /** It was done and the symptom stayed. */
    INEFFECTIVE(true, false),
    /** The executor could not. */
    FAILED(true, false),
    /** Nobody answered. */
    TIMED_OUT(true, false),
    /** It was done and there is nothing to judge by. */
    INFORMED(false, false),
    /** The executor did not begin. */
    SKIPPED(false, false),
    /** A person said no. */
    REJECTED(false, false),
    /** No person answered. */
    EXPIRED(false, false);

    private final boolean evidence;
    private final boolean success;

    Ending(boolean evidence, boolean success) {
        this.evidence = evidence;
        this.success = success;
    }

    /** Whether it says something about the action: it was tried. */
    public boolean evidence() {
        return evidence;
    }

    public boolean success() {
        return success;
    }
}
