package io.aurea.pattern;

/**
 * How much evidence sets a pattern on, and how much calm ends it. Counted in windows with data of what is watched: a
 * window without data speaks neither for nor against.
 *
 * <p>Setting on takes {@code evidence} of the last {@code windows}, and that so much must be a surprise for what is
 * watched: with r the share of windows in which it showed evidence so far, the chance P(X &gt;= shown), X binomial with
 * the last {@code windows} and r, is at most {@code maxChance}. What is unusual all the time is not unusual. Ending takes
 * {@code quiet} windows in a row without evidence (the {@code keep_firing_for} of Prometheus alerting rules). Decisive evidence, see
 * {@link PatternSettings.Sudden}, counts for {@code evidence} windows at once.
 *
 * @param evidence [1, windows]
 * @param windows [1, 20]
 * @param quiet [1, 60]
 * @param maxChance (0, 1]; 1 turns the test off, for rules that know by themselves what is usual
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

    /** A rule that decides on a run of windows by itself sets on at once. */
    static Hysteresis atOnce(int quiet) {
        return new Hysteresis(1, 1, quiet, 1);
    }
}
