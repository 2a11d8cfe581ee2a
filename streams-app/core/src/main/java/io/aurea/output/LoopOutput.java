package io.aurea.output;

import io.aurea.schema.AnsweredCommand;
import io.aurea.schema.BrainEntry;
import io.aurea.schema.CycleMetrics;
import io.aurea.schema.Decision;
import io.aurea.schema.Goal;
import io.aurea.schema.Incident;
import io.aurea.schema.Learning;
import io.aurea.schema.Observation;
import io.aurea.schema.Pattern;
import io.aurea.schema.Status;
import io.aurea.schema.Trend;

/**
 * Where orient, decide and learn put what they find. Called in the order in which it shall be written; records are not
 * changed later. Who listens takes what concerns it, and always what is refused.
 */
public interface LoopOutput {

    default void trend(Trend trend) {}

    default void pattern(Pattern pattern) {}

    default void goal(Goal goal) {}

    /** A cycle with what has become of its decisions so far; a higher revision replaces a lower one. */
    default void cycle(CycleMetrics cycle) {}

    default void status(Status status) {}

    /** There is no such tenant, or not any more: its last status, of which nothing else is kept. */
    default void gone(Status last) {}

    /** A tenant has ended by itself: its last status, and nothing else of it is shown any more. */
    default void ended(Status last) {}

    /** A decision has changed its state. */
    default void decision(Decision decision) {}

    /** An incident is open, as it is by now, or has ended. */
    default void incident(Incident incident) {}

    /** A command was answered, for the first time. */
    default void answered(AnsweredCommand command) {}

    default void learning(Learning learning) {}

    default void brain(BrainEntry entry) {}

    /** The brain of a tenant forgets the entry of this key: a tombstone. */
    default void forget(String tenant, String brainKey) {}

    /** How the loop itself does, as an observation of its own tenant. */
    default void observation(Observation observation) {}

    /** The event at hand is not taken, for this reason. */
    void deadLetter(String reason);
}
