package io.aurea.decision;

import io.aurea.learning.LearningOutput;
import io.aurea.schema.CycleMetrics;
import io.aurea.schema.Decision;
import io.aurea.schema.Observation;

/** Receives decide's output, in the order in which to write it; records are not changed later. */
public interface DecisionOutput extends LearningOutput {

    /** A decision has changed its state. */
    void decision(Decision decision);

    /** A cycle with its decisions' outcomes so far; a higher revision replaces a lower one. */
    void cycle(CycleMetrics cycle);

    /** How the loop itself is doing, as an observation of tenant {@link TenantDecisions#OWN_TENANT}. */
    void observation(Observation observation);

    /** The current outcome or command is refused, for this reason. */
    void deadLetter(String reason);
}
