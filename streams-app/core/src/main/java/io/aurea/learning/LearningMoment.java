package io.aurea.learning;

/**
 * When and under what something is learned.
 *
 * @param cycleNumber the cycle that learns it
 * @param nowMs event time, epoch milliseconds
 */
public record LearningMoment(long cycleNumber, long nowMs, LearningSettings settings, long policyVersion) {}
