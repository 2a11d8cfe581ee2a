package io.aurea.heal;

/**
 * How well the loop does its work for one tenant, over its last judged actions. Every rate is null without something to
 * count.
 *
 * @param judged actions that the symptom has judged, [0, 100]
 * @param verifiedRate of those, the share that was verified
 * @param falseFireRate of the judged actions, those that came too late and those a person refused, the share that was
 *     refused or whose symptom was gone before the action can have worked
 * @param recurrenceRate of the verified, the share whose symptom was back within the recurrence time
 * @param timeToDetectMs median from the end of the window that completed the evidence to the first decision on it
 * @param timeToHealMs median from the onset to the verified end, of the verified
 */
public record ServiceLevels(
        int judged,
        Double verifiedRate,
        Double falseFireRate,
        Double recurrenceRate,
        Double timeToDetectMs,
        Double timeToHealMs) {}
