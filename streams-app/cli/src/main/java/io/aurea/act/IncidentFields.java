package io.aurea.act;

import io.aurea.schema.DecisionState;
import io.aurea.schema.Incident;
import io.aurea.schema.IncidentDecision;
import io.aurea.schema.IncidentNews;
import io.aurea.schema.IncidentStep;
import java.util.ArrayList;
import java.util.List;

/** What handlers get of an incident as single values: the fields of its schema that are such, and three more. */
final class IncidentFields {
    static final String NEWS = "news";
    static final String LAST_STEP = "last_step";
    static final String QUESTION = "question";

    private IncidentFields() {}

    static List<String> names() {
        List<String> names = new ArrayList<>(Placeholder.single(Incident.getClassSchema()));
        names.addAll(List.of(NEWS, LAST_STEP, QUESTION));
        return names;
    }

    /** The value of one of the {@link #names}, or an empty one. */
    static String value(String name, IncidentNews news, Incident incident) {
        return switch (name) {
            case NEWS -> news.name();
            case LAST_STEP -> lastStep(incident);
            case QUESTION -> question(incident);
            default -> incident.get(name) == null ? "" : incident.get(name).toString();
        };
    }

    /** What has happened last, for a person; empty without anything. */
    static String lastStep(Incident incident) {
        List<IncidentStep> story = incident.getTimeline();
        return story.isEmpty() ? "" : story.get(story.size() - 1).getWhat();
    }

    /** The decision that awaits approval; empty without one. */
    static String question(Incident incident) {
        return incident.getDecisions().stream()
                .filter(decision -> decision.getState().equals(DecisionState.AWAITING_APPROVAL.name()))
                .map(IncidentDecision::getDecisionId)
                .findFirst()
                .orElse("");
    }
}
