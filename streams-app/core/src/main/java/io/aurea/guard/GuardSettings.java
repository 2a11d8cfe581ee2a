package io.aurea.guard;

/**
 * The policy's section {@code guards}. Times in milliseconds.
 *
 * @param maxOpenActions actions of one tenant that are being carried out or settling at once, [1, ..)
 * @param maxDownShare share of sources down above which nothing is done and a person is called, (0, 1]
 * @param minDown sources down below which the share is ignored, [1, ..): one of two is half
 * @param backoffFactor factor on the cooldown for each dispatch in vain, [1, ..)
 * @param maxCooldownMs the limit of that
 * @param attemptsPerTarget dispatches of any action on one target within {@code attemptsWindowMs}, [1, 32]
 * @param attemptsWindowMs (0, ..)
 * @param maxEvidenceAgeMs older evidence is stale, (0, ..)
 * @param flapOnsets onsets of one symptom within {@code flapWindowMs} that make it flap, [2, 32]
 * @param flapWindowMs (0, ..)
 */
public record GuardSettings(
        int maxOpenActions,
        double maxDownShare,
        int minDown,
        double backoffFactor,
        long maxCooldownMs,
        int attemptsPerTarget,
        long attemptsWindowMs,
        long maxEvidenceAgeMs,
        int flapOnsets,
        long flapWindowMs) {

    private static final long MINUTE = 60_000;

    /** 3 actions at once; half the sources and 3 of them; cooldown doubles up to a day; 5 in 4 h; 2 min; 4 in 1 h. */
    public static final GuardSettings DEFAULTS =
            new GuardSettings(3, 0.5, 3, 2, 24 * 60 * MINUTE, 5, 4 * 60 * MINUTE, 2 * MINUTE, 4, 60 * MINUTE);

    /** Dispatches and onsets remembered per target and symptom. */
    public static final int MAX_REMEMBERED = 32;

    public GuardSettings {
        need(maxOpenActions >= 1, "max_open_actions", maxOpenActions, "[1, ..)");
        need(maxDownShare > 0 && maxDownShare <= 1, "max_down_share", maxDownShare, "(0, 1]");
        need(minDown >= 1, "min_down", minDown, "[1, ..)");
        need(
                backoffFactor >= 1 && backoffFactor < Double.POSITIVE_INFINITY,
                "backoff_factor",
                backoffFactor,
                "[1, ..)");
        need(maxCooldownMs >= 0, "max_cooldown", maxCooldownMs, "[0, ..)");
        need(
                attemptsPerTarget >= 1 && attemptsPerTarget <= MAX_REMEMBERED,
                "attempts_per_target",
                attemptsPerTarget,
                "[1, 32]");
        need(attemptsWindowMs > 0, "attempts_window", attemptsWindowMs, "(0, ..)");
        need(maxEvidenceAgeMs > 0, "max_evidence_age", maxEvidenceAgeMs, "(0, ..)");
        need(flapOnsets >= 2 && flapOnsets <= MAX_REMEMBERED, "flap_onsets", flapOnsets, "[2, 32]");
        need(flapWindowMs > 0, "flap_window", flapWindowMs, "(0, ..)");
    }

    private static void need(boolean right, String name, Number value, String allowed) {
        if (!right) {
            throw new IllegalArgumentException(name + " is " + value + "; allowed: " + allowed);
        }
    }
}
