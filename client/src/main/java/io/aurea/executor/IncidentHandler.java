package io.aurea.executor;

import io.aurea.schema.Incident;
import io.aurea.schema.IncidentNews;

/** Notifies somebody of an incident. Called by several threads at once, but one after the other for one incident. */
@FunctionalInterface
public interface IncidentHandler {

    /**
     * Passes on what one revision of an incident has to tell. It is not called again for the same, whatever the result
     * of this call. Past the time limit the calling thread is interrupted.
     *
     * @return the result, for the {@link DecisionListener}; not null
     * @throws Exception when it failed, which is logged
     */
    Result handle(IncidentNews news, Incident incident) throws Exception;
}
