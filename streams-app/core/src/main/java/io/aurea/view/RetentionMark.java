package io.aurea.view;

import io.aurea.schema.Decision;
import io.aurea.schema.Goal;
import io.aurea.schema.GoalStatus;
import io.aurea.schema.Pattern;
import io.aurea.schema.PatternState;

/** What a kept record is counted as, and whether it may make room for newer ones. */
public enum RetentionMark {
    /** It has come to its end, or is one of those that have none. */
    OVER,
    /** It goes on: a pattern that is on, an active goal, a decision that is carried out or settles. */
    ON,
    /** A decision that waits for a person. */
    AWAITING;

    static RetentionMark of(Pattern p) {
        return p.getState() == PatternState.ABATED ? OVER : ON;
    }

    static RetentionMark of(Goal g) {
        return g.getStatus() == GoalStatus.active ? ON : OVER;
    }

    /** Open is what is not over. */
    public static RetentionMark of(Decision d) {
        return switch (d.getState()) {
            case AWAITING_APPROVAL -> AWAITING;
            case PROPOSED, DISPATCHED -> ON;
            case SUCCEEDED -> d.getJudged() ? ON : OVER;
            default -> OVER;
        };
    }
}
