package io.aurea.learning;

/**
 * How a decision ended, as far as learning cares. Only a verdict by the symptom moves a belief, a bar or a level: an
 * executor's failure says nothing about the cure, and neither does a symptom without further data.
 */
public enum Ending {
    /** The symptom went away after the action could have worked. The only success. */
    VERIFIED(true, true, false),
    /** It was carried out and the symptom stayed. */
    INEFFECTIVE(true, false, true),
    /** It was carried out, with unknown effect. */
    UNJUDGED(false, false, false),
    /** The executor failed. */
    FAILED(false, false, true),
    /** Nobody answered. */
    TIMED_OUT(false, false, true),
    /** An action that only informs was not carried out or not answered. */
    UNANSWERED(false, false, false),
    /** It was carried out and there is nothing to judge. */
    INFORMED(false, false, false),
    /** The symptom was gone before the action could have worked. */
    RECOVERED_BEFORE(false, false, false),
    /** The symptom's level was accepted as usual. */
    ACCEPTED(false, false, false),
    /** The executor did not begin. */
    SKIPPED(false, false, false),
    /** A person rejected it. */
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

    /** Whether the symptom showed that the action helped, or that it did not. */
    public boolean judged() {
        return judged;
    }

    /** Whether it helped. */
    public boolean success() {
        return success;
    }

    /** Whether it was in vain or failed, so that the action rests longer before the next try. */
    public boolean restsLonger() {
        return restsLonger;
    }
}
