package io.aurea.heal;

import java.time.Duration;

/**
 * The policy's section {@code healing}: how a cure is judged.
 *
 * @param patienceMs how long to wait for data after the settle time before the verdict is 'not verified', [0, ..)
 * @param spreads distance from the reference, in spreads, that counts as back, (0, ..)
 * @param minSpreadShare minimum spread, as a share of the reference, since a series that never moved has none, [0, ..)
 * @param rateTolerance distance of a rate from its reference that counts as back, a fraction, [0, 1)
 * @param recurrenceMs a symptom that is back within this time after its verified end has recurred, (0, ..)
 */
public record HealSettings(
        long patienceMs, double spreads, double minSpreadShare, double rateTolerance, long recurrenceMs) {

    /** 2 min; 4 spreads; 5 % of the reference; 2 points; 1 h. */
    public static final HealSettings DEFAULTS = new HealSettings(
            Duration.ofMinutes(2).toMillis(), 4, 0.05, 0.02, Duration.ofHours(1).toMillis());

    public HealSettings {
        need(patienceMs >= 0, "patience", patienceMs, "[0, ..)");
        need(spreads > 0, "spreads", spreads, "(0, ..)");
        need(minSpreadShare >= 0, "min_spread_share", minSpreadShare, "[0, ..)");
        need(rateTolerance >= 0 && rateTolerance < 1, "rate_tolerance", rateTolerance, "[0, 1)");
        need(recurrenceMs > 0, "recurrence", recurrenceMs, "(0, ..)");
    }

    private static void need(boolean right, String key, Number value, String allowed) {
        if (!right) {
            throw new IllegalArgumentException(key + " is " + value + "; allowed: " + allowed);
        }
    }
}
