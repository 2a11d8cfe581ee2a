package io.aurea.decision;

import io.aurea.learning.LearningOutput;
import io.aurea.schema.CycleMetrics;
import io.aurea.schema.Decision;
import io.aurea.schema.Observation;

/** Where decide puts what it finds. Called in the order in which it shall be written; records are not changed later. */
public interface DecisionOutput extends LearningOutput {

    /** A decision has changed its state. */
    void decision(Decision decision);

    /** A cycle with what has become of its decisions so far; a higher revision replaces a lower one. */
    void cycle(CycleMetrics cycle);

    /** How the loop itself does, as an observation of tenant {@link TenantDecisions#OWN_TENANT}. */
    void observation(Observation observation);

    /** The outcome or command at hand fits nothing, for this reason. */
    void deadLetter(String reason);
}
