package io.aurea.view;

import io.aurea.schema.Decision;
import io.aurea.schema.Goal;
import io.aurea.schema.GoalStatus;
import io.aurea.schema.Incident;
import io.aurea.schema.Pattern;
import io.aurea.schema.PatternState;

/** How a kept record is counted, and whether it may be dropped for newer ones. */
public enum RetentionMark {
    /** It has ended, or never ends. */
    OVER,
    /** It is ongoing: an active pattern or goal, a decision being carried out or settling. */
    ON,
    /** A decision that awaits approval, or an open incident that nobody has acknowledged. */
    AWAITING;

    static RetentionMark of(Pattern p) {
        return p.getState() == PatternState.ABATED ? OVER : ON;
    }

    static RetentionMark of(Goal g) {
        return g.getStatus() == GoalStatus.active ? ON : OVER;
    }

    static RetentionMark of(Incident i) {
        return switch (i.getState()) {
            case OPEN -> AWAITING;
            case ACKNOWLEDGED -> ON;
            case ENDED, UNKNOWN -> OVER;
        };
    }

    /** Marks a decision; open means not over. */
    public static RetentionMark of(Decision d) {
        return switch (d.getState()) {
            case AWAITING_APPROVAL -> AWAITING;
            case PROPOSED, DISPATCHED -> ON;
            case SUCCEEDED -> d.getJudged() ? ON : OVER;
            default -> OVER;
        };
    }
}
