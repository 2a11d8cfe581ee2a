package io.aurea.decision;

import io.aurea.learning.LearningMoment;
import io.aurea.output.LoopOutput;

/**
 * One event that is being worked on, with all that holds while it is.
 *
 * @param cycleNumber the last closed cycle
 * @param windowEndMs event time: end of the last closed window, epoch milliseconds
 * @param appendTimeMs append time of the event; null on the data clock
 */
record EventContext(long cycleNumber, long windowEndMs, Long appendTimeMs, DecisionPolicy policy, LoopOutput out) {

    /** The time of day as far as the log tells it, never before event time; event time itself on the data clock. */
    long momentMs() {
        return appendTimeMs == null ? windowEndMs : Math.max(windowEndMs, appendTimeMs);
    }

    /** How old the evidence of the last window is; null on the data clock. */
    Long ageMs() {
        return appendTimeMs == null ? null : appendTimeMs - windowEndMs;
    }

    LearningMoment moment() {
        return new LearningMoment(cycleNumber, windowEndMs, policy.learning(), policy.version());
    }

    /** The same, learning for another cycle. */
    LearningMoment momentOf(long cycle) {
        return new LearningMoment(cycle, windowEndMs, policy.learning(), policy.version());
    }
}
