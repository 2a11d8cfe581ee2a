package io.aurea.decision;

import io.aurea.learning.Posterior;
import io.aurea.learning.ThompsonChoice;
import io.aurea.rule.Rule;
import java.util.Map;
import java.util.TreeMap;

/**
 * A candidate's score. Linear in the probability that the action helps, so the same formula ranks by the confidence and
 * values a Thompson draw.
 *
 * @param impact how much the symptom matters, [0, 1]
 * @param confidence that the action helps: the lower end of the posterior; for one that only informs, and so is never
 *     judged, as its rule states; (0, 1)
 * @param harm how bad it is if the action is wrong, [0, 1]
 * @param cost its cost in any case, [0, 1]
 * @param opportunity how much an active goal would gain, [0, 1]
 * @param priority of the rule, [0.1, 1]
 */
record CandidateScore(
        double impact,
        double confidence,
        double harm,
        double cost,
        double opportunity,
        double priority,
        ScoreWeights weights) {

    static CandidateScore of(Rule rule, double impact, Posterior posterior, double opportunity, ScoreWeights weights) {
        double confidence = rule.judged() ? posterior.confidence() : rule.priorMean();
        return new CandidateScore(
                impact, confidence, rule.harm(), rule.cost(), opportunity, rule.priority() / 10.0, weights);
    }

    /** Cost, plus harm weighted by the probability of being wrong; [0, 2]. */
    double risk() {
        return cost + (1 - confidence) * harm;
    }

    double total() {
        return impact * confidence - weights.risk() * risk() + rest();
    }

    private double rest() {
        return weights.opportunity() * opportunity + weights.priority() * priority;
    }

    /** The same score as a linear function of the probability of helping. */
    ThompsonChoice.Option option(Posterior posterior) {
        return new ThompsonChoice.Option(
                posterior, impact + weights.risk() * harm, rest() - weights.risk() * (cost + harm));
    }

    /** Every term, for the record; sorted by name. */
    Map<String, Double> terms() {
        Map<String, Double> terms = new TreeMap<>();
        terms.put("impact", impact);
        terms.put("confidence", confidence);
        terms.put("risk", risk());
        terms.put("risk_weight", weights.risk());
        terms.put("opportunity", opportunity);
        terms.put("opportunity_weight", weights.opportunity());
        terms.put("priority", priority);
        terms.put("priority_weight", weights.priority());
        return terms;
    }
}
