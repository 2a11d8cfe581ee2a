package io.aurea.incident;

import io.aurea.schema.DecisionState;
import io.aurea.schema.Incident;
import io.aurea.schema.IncidentEnd;
import io.aurea.schema.IncidentPattern;
import java.time.Instant;
import java.util.Map;

/** How an incident ended whose patterns are all over. */
final class EndedHow {
    private static final Map<String, IncidentEnd> NAMED =
            Map.of("accepted", IncidentEnd.ACCEPTED, "retired", IncidentEnd.RETIRED);

    private EndedHow() {}

    /** By an action that was verified, or else as the last of its patterns did. */
    static IncidentEnd of(Incident incident) {
        boolean cured =
                incident.getDecisions().stream().anyMatch(d -> d.getState().equals(DecisionState.VERIFIED.name()));
        if (cured) {
            return IncidentEnd.CURED;
        }
        IncidentEnd last = IncidentEnd.BY_ITSELF;
        Instant lastAt = Instant.MIN;
        for (IncidentPattern p : incident.getPatterns()) {
            if (!p.getAbatedAt().isBefore(lastAt)) {
                lastAt = p.getAbatedAt();
                last = NAMED.getOrDefault(p.getAbatedReason(), IncidentEnd.BY_ITSELF);
            }
        }
        return last;
    }
}
