package io.aurea.heal;

/**
 * How well the loop is doing for one tenant, over its last judged actions. Every rate is null without anything to
 * count.
 *
 * @param judged actions judged by the symptom, [0, 100]
 * @param verifiedRate share of those that were verified
 * @param falseFireRate share rejected by a person or too late, that is with the symptom gone before the action could
 *     have worked, of the judged, late and rejected ones
 * @param recurrenceRate share of the verified whose symptom was back within the recurrence time
 * @param timeToDetectMs median from the end of the window that completed the evidence to the first decision on it
 * @param timeToHealMs median from the onset to the verified end
 */
public record ServiceLevels(
        int judged,
        Double verifiedRate,
        Double falseFireRate,
        Double recurrenceRate,
        Double timeToDetectMs,
        Double timeToHealMs) {}
