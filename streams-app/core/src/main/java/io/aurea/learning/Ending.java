package io.aurea.learning;

/**
 * How a decision ended, as far as learning cares. Only what was judged by the symptom moves a belief, a bar or a level:
 * an executor that could not says nothing of the cure, and neither does a symptom that nobody heard of again.
 */
public enum Ending {
    /** The symptom went after the action could have worked. The only success. */
    VERIFIED(true, true, false),
    /** It was done and the symptom stayed. */
    INEFFECTIVE(true, false, true),
    /** It was done and what came of it cannot be told. */
    UNJUDGED(false, false, false),
    /** The executor could not. */
    FAILED(false, false, true),
    /** Nobody answered. */
    TIMED_OUT(false, false, true),
    /** What only informs was not carried out or not answered. */
    UNANSWERED(false, false, false),
    /** It was done and there is nothing to judge by. */
    INFORMED(false, false, false),
    /** The symptom was gone before the action can have worked. */
    RECOVERED_BEFORE(false, false, false),
    /** What was a symptom is the usual level from now on. */
    ACCEPTED(false, false, false),
    /** The executor did not begin. */
    SKIPPED(false, false, false),
    /** A person said no. */
    REJECTED(false, false, false),
    /** No person answered. */
    EXPIRED(false, false, false);

    private final boolean judged;
    private final boolean success;
    private final boolean restsLonger;

    Ending(boolean judged, boolean success, boolean restsLonger) {
        this.judged = judged;
        this.success = success;
        this.restsLonger = restsLonger;
    }

    /** Whether the symptom has said that the action helped, or that it did not. */
    public boolean judged() {
        return judged;
    }

    /** Whether it helped. */
    public boolean success() {
        return success;
    }

    /** Whether it was in vain or could not be done: the action rests longer before it is tried again. */
    public boolean restsLonger() {
        return restsLonger;
    }
}
