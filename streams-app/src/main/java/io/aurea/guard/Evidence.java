package io.aurea.guard;

/**
 * What a decision rests on, as far as guards care.
 *
 * @param ageMs append time of the loop record that is being worked on minus the end of the window the evidence is from;
 *     null where event time is not the time of day
 * @param present whether the window has data of what the rule speaks of
 * @param sourcesKnown sources of the tenant that speak or are missed
 * @param sourcesDown those of them that are silent or say that they are down
 * @param onsets onsets of the symptom within {@link GuardSettings#flapWindowMs}
 */
public record Evidence(Long ageMs, boolean present, int sourcesKnown, int sourcesDown, int onsets) {}
