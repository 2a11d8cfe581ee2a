package io.aurea.learning;

import java.time.Duration;

/**
 * The policy's section {@code learning}. Times in milliseconds.
 *
 * @param halfLifeMs evidence about an action counts half after this, (0, ..)
 * @param propensityDraws number of draws behind a propensity, [1, 100000]
 * @param barMinimum judged outcomes needed for a rule's bar to move, [1, ..)
 * @param barError probability that a bar ever moves wrongly before its first correct move, (0, 1)
 * @param analyseEvery cycles between two analyses of decision outcomes, [1, ..)
 * @param synthesiseEvery cycles between two syntheses of patterns, [1, ..)
 * @param minimum outcomes or cycles needed for a conclusion, [1, ..)
 * @param highImpactBelow success rate below which a learning has high impact, [0, 1]
 * @param metricsKeepMs how long the brain keeps the metrics of a cycle, (0, ..)
 * @param learningsKeepMs how long it keeps the rest, (0, ..)
 * @param brainEntries of the loop that the brain keeps for the tenant at most, [2000, 100000]
 */
public record LearningSettings(
        long halfLifeMs,
        int propensityDraws,
        int barMinimum,
        double barError,
        int analyseEvery,
        int synthesiseEvery,
        int minimum,
        double highImpactBelow,
        long metricsKeepMs,
        long learningsKeepMs,
        int brainEntries) {

    /** 30 d; 1,000 draws; bars from 10 outcomes on with an error of 5 %; every 5 and 10 cycles; 3; 0.7; a day and 30 days; 3,000 entries. */
    public static final LearningSettings DEFAULTS = new LearningSettings(
            Duration.ofDays(30).toMillis(),
            1_000,
            10,
            0.05,
            5,
            10,
            3,
            0.7,
            Duration.ofDays(1).toMillis(),
            Duration.ofDays(30).toMillis(),
            3_000);

    public LearningSettings {
        need(halfLifeMs > 0, "half_life", halfLifeMs, "(0, ..)");
        need(propensityDraws >= 1 && propensityDraws <= 100_000, "propensity_draws", propensityDraws, "[1, 100000]");
        need(barMinimum >= 1, "bar_minimum", barMinimum, "[1, ..)");
        need(barError > 0 && barError < 1, "bar_error", barError, "(0, 1)");
        need(analyseEvery >= 1, "analyse_every", analyseEvery, "[1, ..)");
        need(synthesiseEvery >= 1, "synthesise_every", synthesiseEvery, "[1, ..)");
        need(minimum >= 1, "minimum", minimum, "[1, ..)");
        need(highImpactBelow >= 0 && highImpactBelow <= 1, "high_impact_below", highImpactBelow, "[0, 1]");
        need(metricsKeepMs > 0, "metrics_keep", metricsKeepMs, "(0, ..)");
        need(learningsKeepMs > 0, "learnings_keep", learningsKeepMs, "(0, ..)");
        need(brainEntries >= 2_000 && brainEntries <= 100_000, "brain_entries", brainEntries, "[2000, 100000]");
    }

    private static void need(boolean right, String name, Number value, String allowed) {
        if (!right) {
            throw new IllegalArgumentException(name + " is " + value + "; allowed: " + allowed);
        }
    }
}
