package io.aurea.heal;

/**
 * A metric at one time.
 *
 * @param value null without data
 * @param baseline what was expected; null without enough history
 * @param spread usual distance from it, [0, ..); null with the baseline
 */
public record Reading(Double value, Double baseline, Double spread) {
    public static final Reading NONE = new Reading(null, null, null);
}
