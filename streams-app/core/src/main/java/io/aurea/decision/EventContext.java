package io.aurea.decision;

import io.aurea.learning.LearningMoment;
import io.aurea.output.LoopOutput;

/**
 * The event being processed, with its context.
 *
 * @param cycleNumber the last closed cycle
 * @param windowEndMs event time: end of the last closed window, epoch milliseconds
 * @param appendTimeMs append time of the event; null on the data clock
 */
record EventContext(long cycleNumber, long windowEndMs, Long appendTimeMs, DecisionPolicy policy, LoopOutput out) {

    /** The time of day as known from the log, never before event time; event time itself on the data clock. */
    long momentMs() {
        return appendTimeMs == null ? windowEndMs : Math.max(windowEndMs, appendTimeMs);
    }

    /** Age of the last window's evidence; null on the data clock. */
    Long ageMs() {
        return appendTimeMs == null ? null : appendTimeMs - windowEndMs;
    }

    LearningMoment moment() {
        return new LearningMoment(cycleNumber, windowEndMs, policy.learning(), policy.version());
    }

    /** The same moment, for learning in another cycle. */
    LearningMoment momentOf(long cycle) {
        return new LearningMoment(cycle, windowEndMs, policy.learning(), policy.version());
    }
}
