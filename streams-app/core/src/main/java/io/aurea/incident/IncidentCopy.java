package io.aurea.incident;

import io.aurea.schema.Incident;
import java.util.ArrayList;
import java.util.TreeMap;

/** Records of incidents that can be changed. */
final class IncidentCopy {

    private IncidentCopy() {}

    /** The state after the one that has been said, as yet without news. */
    static Incident next(Incident said) {
        Incident next = sorted(Incident.newBuilder(said).build());
        next.getNews().clear();
        return next;
    }

    /** The same record with collections of Java's: Avro's map has no order, and its lists cannot do everything. */
    static Incident sorted(Incident incident) {
        incident.setCandidates(new TreeMap<>(incident.getCandidates()));
        incident.setChanges(new ArrayList<>(incident.getChanges()));
        incident.setPatterns(new ArrayList<>(incident.getPatterns()));
        incident.setDecisions(new ArrayList<>(incident.getDecisions()));
        incident.setDenials(new ArrayList<>(incident.getDenials()));
        incident.setTimeline(new ArrayList<>(incident.getTimeline()));
        incident.setNews(new ArrayList<>(incident.getNews()));
        return incident;
    }
}
