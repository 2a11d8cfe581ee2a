package io.aurea.pattern;

/**
 * How much evidence sets a pattern on, and how much calm ends it. Counted in windows with data on what is watched: a
 * window without data counts neither for nor against.
 *
 * <p>Onset takes {@code evidence} of the last {@code windows}, and as much must be a surprise for what is watched: with
 * r the share of windows with evidence so far, the probability P(X &gt;= shown), X binomial with the last
 * {@code windows} and r, is at most {@code maxChance}. What is unusual all the time is not unusual. Ending takes
 * {@code quiet} consecutive windows without evidence (the {@code keep_firing_for} of Prometheus alerting rules).
 * Decisive evidence, see {@link PatternSettings.Sudden}, counts for {@code evidence} windows at once.
 *
 * @param evidence [1, windows]
 * @param windows [1, 20]
 * @param quiet [1, 60]
 * @param maxChance (0, 1]; 1 turns the test off, for rules that know what is usual
 */
public record Hysteresis(int evidence, int windows, int quiet, double maxChance) {
    public Hysteresis {
        if (evidence < 1 || evidence > windows || windows > 20 || quiet < 1 || quiet > 60) {
            throw new IllegalArgumentException(
                    "hysteresis takes evidence in [1, windows], windows in [1, 20], quiet in [1, 60]: evidence "
                            + evidence + ", windows " + windows + ", quiet " + quiet);
        }
        if (!(maxChance > 0 && maxChance <= 1)) {
            throw new IllegalArgumentException("max chance is in (0, 1], not " + maxChance);
        }
    }

    /** For a rule that looks at a run of windows itself: onset at once. */
    static Hysteresis atOnce(int quiet) {
        return new Hysteresis(1, 1, quiet, 1);
    }
}
