package io.aurea.view;

import io.aurea.schema.Decision;
import io.aurea.schema.Goal;
import io.aurea.schema.Incident;
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

    /** Its opening may turn out to have been earlier; the number of its cycle stays. */
    static String of(Incident i) {
        String id = i.getIncidentId();
        int dash = id.indexOf('-');
        return of(Long.parseLong(id.substring(0, dash))) + '/' + of(Long.parseLong(id.substring(dash + 1)));
    }

    static String of(Goal g) {
        return of(g.getCreatedAt(), g.getGoalId());
    }

    static String of(Learning l) {
        return of(l.getCreatedAt(), l.getLearningId());
    }
}
