package io.aurea.learning;

/**
 * When something is learned, and under which settings.
 *
 * @param cycleNumber the cycle that learns it
 * @param nowMs event time, epoch milliseconds
 */
public record LearningMoment(long cycleNumber, long nowMs, LearningSettings settings, long policyVersion) {}
