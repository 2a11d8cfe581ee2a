package io.aurea.guard;

/**
 * What a decision rests on, as far as guards care.
 *
 * @param ageMs append time of the loop record that is being worked on minus the end of the window the evidence is from;
 *     null where event time is not the time of day
 * @param sight what the last window says of the symptom
 * @param sourcesKnown sources of the tenant that speak or are missed
 * @param sourcesDown those of them that are silent or say that they are down
 * @param onsets onsets of the symptom within {@link GuardSettings#flapWindowMs}
 */
public record EvidenceAge(Long ageMs, Sight sight, int sourcesKnown, int sourcesDown, int onsets) {}
