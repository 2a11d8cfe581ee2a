package io.aurea.incident;

import io.aurea.schema.IncidentPattern;
import io.aurea.schema.IncidentStep;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** What has happened in an incident, in words: its first steps and its last ones. Not thread-safe. */
final class IncidentStory {
    static final int FIRST_STEPS = 20;
    static final int LAST_STEPS = 80;
    private static final int MAX_TEXT = 300;

    private final List<IncidentStep> steps;

    /** @param steps so far, to be added to */
    IncidentStory(List<IncidentStep> steps) {
        this.steps = steps;
    }

    void add(Instant at, String what) {
        steps.add(new IncidentStep(at, cut(what)));
        if (steps.size() > FIRST_STEPS + LAST_STEPS) {
            steps.remove(FIRST_STEPS);
        }
    }

    /** @return whether any step told of it */
    boolean forget(String source) {
        return steps.removeIf(step -> step.getWhat().contains(source));
    }

    static String cut(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT - 3) + "...";
    }

    /** {@code DECLINING_SUCCESS_RATE} as "declining success rate". */
    static String words(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    static String placeOf(IncidentPattern p) {
        if (p.getSource() == null) {
            return "the tenant";
        }
        return p.getSeries() == null || p.getSeries().isEmpty() ? p.getSource() : p.getSource() + '/' + p.getSeries();
    }
}
