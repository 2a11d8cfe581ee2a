package io.aurea.view;

import io.aurea.schema.Decision;
import io.aurea.schema.Goal;
import io.aurea.schema.Learning;
import java.time.Instant;

/** Keys that sort like times or numbers. */
public final class SortableKeys {
    private static final int DIGITS = 19;

    private SortableKeys() {}

    /** @param number [0, ..) */
    public static String of(long number) {
        String text = Long.toString(Math.max(0, number));
        return "0".repeat(DIGITS - text.length()) + text;
    }

    static String of(Instant at, String id) {
        return of(at.toEpochMilli()) + '/' + id;
    }

    static String of(Decision d) {
        return of(d.getCreatedAt(), d.getDecisionId());
    }

    static String of(Goal g) {
        return of(g.getCreatedAt(), g.getGoalId());
    }

    static String of(Learning l) {
        return of(l.getCreatedAt(), l.getLearningId());
    }
}
