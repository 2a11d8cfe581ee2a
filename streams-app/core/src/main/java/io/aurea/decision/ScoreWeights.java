package io.aurea.decision;

/**
 * The policy's section {@code scoring}: score = impact x confidence - risk weight x risk + opportunity weight x
 * opportunity + priority weight x priority.
 *
 * @param risk [0, ..)
 * @param opportunity [0, ..)
 * @param priority [0, ..)
 */
public record ScoreWeights(double risk, double opportunity, double priority) {

    /** Risk counts half, opportunity and priority a tenth. */
    public static final ScoreWeights DEFAULTS = new ScoreWeights(0.5, 0.1, 0.1);

    public ScoreWeights {
        need(risk >= 0, "risk", risk);
        need(opportunity >= 0, "opportunity", opportunity);
        need(priority >= 0, "priority", priority);
    }

    private static void need(boolean right, String key, double value) {
        if (!right) {
            throw new IllegalArgumentException(key + " is " + value + "; allowed: [0, ..)");
        }
    }
}
