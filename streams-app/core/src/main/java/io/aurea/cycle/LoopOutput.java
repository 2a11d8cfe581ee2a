package io.aurea.cycle;

import io.aurea.decision.DecisionOutput;

/** Receives all output of the loop, in the order in which to write it. */
public interface LoopOutput extends OrientOutput, DecisionOutput {

    /** The current event is refused, for this reason. */
    @Override
    void deadLetter(String reason);
}
