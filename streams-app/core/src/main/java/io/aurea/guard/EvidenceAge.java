package io.aurea.guard;

/**
 * The evidence behind a decision, as far as guards care.
 *
 * @param ageMs append time of the current loop record minus the end of the evidence's window; null where event time is
 *     not the time of day
 * @param sight what the last window shows of the symptom
 * @param sourcesKnown number of the tenant's sources that report or are missed
 * @param sourcesDown number of those that are silent or report that they are down
 * @param onsets onsets of the symptom within {@link GuardSettings#flapWindowMs}
 */
public record EvidenceAge(Long ageMs, Sight sight, int sourcesKnown, int sourcesDown, int onsets) {}
