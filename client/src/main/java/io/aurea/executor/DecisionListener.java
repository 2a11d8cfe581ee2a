package io.aurea.executor;

import io.aurea.schema.Decision;
import io.aurea.schema.Incident;
import io.aurea.schema.IncidentNews;
import io.aurea.schema.Outcome;

/**
 * Is notified of what becomes of decisions in a {@link Subscription}. Called by any of its threads, several at once;
 * should return quickly. Exceptions are logged.
 */
public interface DecisionListener {

    /** Does nothing. */
    DecisionListener NONE = new DecisionListener() {};

    /** Kafka has stored the outcome. */
    default void answered(Decision decision, Outcome outcome) {}

    /** The decision was claimed and will not be run again, but its outcome could not be published: it will time out. */
    default void unanswered(Decision decision, Outcome outcome, Exception reason) {}

    /** A handler for {@code AWAITING_APPROVAL} or {@code ESCALATED} has ended. */
    default void told(Decision decision, Result result) {}

    /** A handler for the news of an incident has ended. */
    default void told(IncidentNews news, Incident incident, Result result) {}

    /** A decision was dispatched that no handler of this subscription wants; it times out unless others answer. */
    default void unhandled(Decision decision) {}

    /**
     * A record of the topic of decisions or incidents could not be read, and is passed over: if it was a decision, it
     * times out.
     */
    default void unreadable(String topic, int partition, long offset, Exception reason) {}
}
