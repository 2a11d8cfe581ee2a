package io.aurea.executor;

import io.aurea.schema.Incident;
import io.aurea.schema.IncidentNews;
import java.util.List;
import java.util.Optional;

/** One handler and the news of incidents that it wants. */
record IncidentRegistration(IncidentNews news, IncidentFilter filter, IncidentHandler handler) {

    /** The first that wants this. */
    static Optional<IncidentRegistration> first(
            List<IncidentRegistration> handlings, IncidentNews news, Incident incident) {
        for (IncidentRegistration handling : handlings) {
            if (handling.news() == news && handling.filter().matches(incident)) {
                return Optional.of(handling);
            }
        }
        return Optional.empty();
    }
}
