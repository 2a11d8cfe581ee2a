package io.aurea.cycle;

import io.aurea.decision.DecisionOutput;

/** Where the loop puts all that comes of it. Called in the order in which it shall be written. */
public interface LoopOutput extends OrientOutput, DecisionOutput {

    /** The event at hand is not taken, for this reason. */
    @Override
    void deadLetter(String reason);
}
