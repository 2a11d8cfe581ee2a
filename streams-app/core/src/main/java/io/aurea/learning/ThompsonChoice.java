package io.aurea.learning;

import java.util.List;

/**
 * One of several actions, drawn with the probability that it is the best.
 *
 * <p>W. R. Thompson, On the likelihood that one unknown probability exceeds another in view of the evidence of two
 * samples, Biometrika 25 (1933). Each draw samples every option's probability of helping from its posterior and picks
 * the option with the highest value; the first draw is the choice, and the share of all draws with the same pick is its
 * propensity. All draws come from one seed, so the choice can be recomputed from the record.
 *
 * @param index of the option chosen
 * @param propensity share of the draws that chose it, (0, 1]
 * @param draws number of draws; 0 with only one option
 */
public record ThompsonChoice(int index, double propensity, int draws) {

    /**
     * An option whose value grows with its probability of helping.
     *
     * @param slope value of certain success minus certain failure, [0, ..)
     * @param base value of certain failure
     */
    public record Option(Posterior posterior, double slope, double base) {}

    /**
     * @param seed the decision's id
     * @param options one or more
     * @param draws [1, ..)
     */
    public static ThompsonChoice of(String seed, List<Option> options, int draws) {
        if (options.isEmpty() || draws < 1) {
            throw new IllegalArgumentException("at least one option and one draw");
        }
        if (options.size() == 1) {
            return new ThompsonChoice(0, 1, 0);
        }
        Draws random = Draws.of(seed);
        int chosen = best(options, random);
        int same = 1;
        for (int i = 1; i < draws; i++) {
            if (best(options, random) == chosen) {
                same++;
            }
        }
        return new ThompsonChoice(chosen, (double) same / draws, draws);
    }

    private static int best(List<Option> options, Draws random) {
        int best = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < options.size(); i++) {
            Option o = options.get(i);
            double value = o.base + o.slope * random.beta(o.posterior.alpha(), o.posterior.beta());
            if (value > most) {
                most = value;
                best = i;
            }
        }
        return best;
    }
}
