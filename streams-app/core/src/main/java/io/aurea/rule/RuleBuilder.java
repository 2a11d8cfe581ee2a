package io.aurea.rule;

import io.aurea.schema.DecisionType;
import io.aurea.schema.PatternType;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Builds one rule; terms that are not set have the defaults documented here. */
public final class RuleBuilder {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    final String name;
    Scope scope = Scope.PATTERN;
    Set<PatternType> patterns = EnumSet.noneOf(PatternType.class);
    String when = "true";
    DecisionType type = DecisionType.technical;
    String action = "";
    String target = "{suspected_source}";
    Map<String, String> parameters = new TreeMap<>();
    String description = "";
    Effect effect = Effect.NONE;
    String context = "";
    double priorMean = 0.7;
    double priorWeight = 4;
    Double minConfidence;
    int approvalBelow;
    boolean reversible = true;
    boolean judged = true;
    double impact = 0.5;
    double harm = 0.2;
    double cost = 0.05;
    int priority = 5;
    int attempts = 2;
    long worksAfterMs;
    long settleMs = Duration.ofMinutes(2).toMillis();
    long timeoutMs = Duration.ofMinutes(5).toMillis();
    long validMs = Duration.ofMinutes(2).toMillis();
    long cooldownMs = Duration.ofMinutes(10).toMillis();
    long approvalDeadlineMs = Duration.ofHours(1).toMillis();

    RuleBuilder(String name) {
        this.name = name;
    }

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** For each active pattern of these types. */
    public RuleBuilder onPatterns(Set<PatternType> types) {
        scope = Scope.PATTERN;
        patterns = types.isEmpty() ? EnumSet.noneOf(PatternType.class) : EnumSet.copyOf(types);
        return this;
    }

    public RuleBuilder on(PatternType first, PatternType... others) {
        return onPatterns(EnumSet.of(first, others));
    }

    /** For each active goal. The target is the tenant unless set. */
    public RuleBuilder onGoals() {
        scope = Scope.GOAL;
        target = "{tenant}";
        return this;
    }

    /** For the tenant's numbers, once a cycle. The target is the tenant unless set. */
    public RuleBuilder onTenant() {
        scope = Scope.TENANT;
        target = "{tenant}";
        return this;
    }

    /** CEL over the variables of {@link RuleVariables}; a comparison with a missing value does not hold. */
    public RuleBuilder when(String cel) {
        when = cel;
        return this;
    }

    public RuleBuilder type(DecisionType of) {
        type = of;
        return this;
    }

    /** What an executor should do, in a word; 1-64 characters of [A-Za-z0-9._-]. */
    public RuleBuilder action(String word) {
        action = word;
        return this;
    }

    /** Template of what to act on; default the suspected source, or the source if nothing is suspected. */
    public RuleBuilder target(String template) {
        target = template;
        return this;
    }

    /** Template of one parameter for the executor. */
    public RuleBuilder parameter(String key, String template) {
        parameters.put(key, template);
        return this;
    }

    /** Template of a sentence for a person. */
    public RuleBuilder description(String template) {
        description = template;
        return this;
    }

    public RuleBuilder effect(Effect expected) {
        effect = expected;
        return this;
    }

    /** Template of what distinguishes cases in learning, besides type of pattern and action; default nothing. */
    public RuleBuilder context(String template) {
        context = template;
        return this;
    }

    /** Mean of the prior, before anything is learned, (0, 1). */
    public RuleBuilder priorMean(double mean) {
        priorMean = mean;
        return this;
    }

    /** Weight of the prior in outcomes, (0, 1000]. */
    public RuleBuilder priorWeight(double observations) {
        priorWeight = observations;
        return this;
    }

    public RuleBuilder prior(double mean, double weight) {
        return priorMean(mean).priorWeight(weight);
    }

    /** For cheap reversible actions: the confidence needed instead of the level's threshold, [0, 1]. */
    public RuleBuilder minConfidence(Double confidence) {
        minConfidence = confidence;
        return this;
    }

    /** A person is asked below this level, [0, 100]; 0: only at levels that always ask. */
    public RuleBuilder approvalBelow(int level) {
        approvalBelow = level;
        return this;
    }

    public RuleBuilder reversible(boolean can) {
        reversible = can;
        return this;
    }

    /** It informs somebody or looks closer, and cures nothing: there is nothing to judge. */
    public RuleBuilder informsOnly() {
        judged = false;
        return this;
    }

    /** How much it matters, [0, 1], for goals and the tenant's numbers; a pattern has its own. */
    public RuleBuilder impact(double of) {
        impact = of;
        return this;
    }

    /** How bad it is if the action is wrong, [0, 1]. */
    public RuleBuilder harm(double of) {
        harm = of;
        return this;
    }

    /** Its cost even if it helps, [0, 1]. */
    public RuleBuilder cost(double of) {
        cost = of;
        return this;
    }

    /** 1 (low) to 10 (high). */
    public RuleBuilder priority(int of) {
        priority = of;
        return this;
    }

    /** Dispatches for one onset, [1, 100]. */
    public RuleBuilder attempts(int most) {
        attempts = most;
        return this;
    }

    /**
     * Shortest time from the start of the action until it can have worked; a symptom that is gone earlier went by
     * itself. Default none: it may work at once.
     */
    public RuleBuilder worksAfter(Duration time) {
        worksAfterMs = time.toMillis();
        return this;
    }

    /** From the outcome to the verdict. */
    public RuleBuilder settle(Duration time) {
        settleMs = time.toMillis();
        return this;
    }

    /** From the dispatch until it counts as unanswered. */
    public RuleBuilder timeout(Duration time) {
        timeoutMs = time.toMillis();
        return this;
    }

    /** From the dispatch until an executor may no longer begin; not longer than the timeout. */
    public RuleBuilder validFor(Duration time) {
        validMs = time.toMillis();
        return this;
    }

    /** Between two dispatches of the action to one target. */
    public RuleBuilder cooldown(Duration time) {
        cooldownMs = time.toMillis();
        return this;
    }

    /** Time to approve before it expires. */
    public RuleBuilder approvalDeadline(Duration time) {
        approvalDeadlineMs = time.toMillis();
        return this;
    }

    /** @throws IllegalArgumentException naming the rule, the key and what is allowed */
    public Rule build() {
        need(isName(name), "name", name, "1-64 characters of [A-Za-z0-9._-]");
        need(isName(action), "action", action, "1-64 characters of [A-Za-z0-9._-]");
        need(scope != Scope.PATTERN || !patterns.isEmpty(), "patterns", patterns, "one type or more");
        need(!patterns.contains(PatternType.UNKNOWN), "patterns", patterns, "known types");
        need(type != DecisionType.UNKNOWN, "type", type, "one of the eight decision types");
        need(priorMean > 0 && priorMean < 1, "prior_mean", priorMean, "(0, 1)");
        need(priorWeight > 0 && priorWeight <= 1000, "prior_weight", priorWeight, "(0, 1000]");
        need(minConfidence == null || in01(minConfidence), "min_confidence", minConfidence, "[0, 1]");
        need(
                minConfidence == null || reversible,
                "min_confidence",
                minConfidence,
                "nothing: only a reversible action may have its own");
        need(approvalBelow >= 0 && approvalBelow <= 100, "approval_below", approvalBelow, "[0, 100]");
        need(in01(impact), "impact", impact, "[0, 1]");
        need(in01(harm), "harm", harm, "[0, 1]");
        need(in01(cost), "cost", cost, "[0, 1]");
        need(priority >= 1 && priority <= 10, "priority", priority, "[1, 10]");
        need(attempts >= 1 && attempts <= 100, "attempts", attempts, "[1, 100]");
        need(worksAfterMs >= 0, "works_after", worksAfterMs, "0 or more");
        need(settleMs >= 0, "settle", settleMs, "0 or more");
        need(timeoutMs > 0, "timeout", timeoutMs, "more than 0");
        need(validMs > 0 && validMs <= timeoutMs, "valid_for", validMs, "more than 0, up to timeout");
        need(cooldownMs >= 0, "cooldown", cooldownMs, "0 or more");
        need(approvalDeadlineMs > 0, "approval_deadline", approvalDeadlineMs, "more than 0");
        return new Rule(copy());
    }

    private RuleBuilder copy() {
        RuleBuilder b = new RuleBuilder(name);
        b.scope = scope;
        b.patterns = patterns.isEmpty() ? EnumSet.noneOf(PatternType.class) : EnumSet.copyOf(patterns);
        b.when = when;
        b.type = type;
        b.action = action;
        b.target = target;
        b.parameters = new TreeMap<>(parameters);
        b.description = description;
        b.effect = effect;
        b.context = context;
        b.priorMean = priorMean;
        b.priorWeight = priorWeight;
        b.minConfidence = minConfidence;
        b.approvalBelow = approvalBelow;
        b.reversible = reversible;
        b.judged = judged;
        b.impact = impact;
        b.harm = harm;
        b.cost = cost;
        b.priority = priority;
        b.attempts = attempts;
        b.worksAfterMs = worksAfterMs;
        b.settleMs = settleMs;
        b.timeoutMs = timeoutMs;
        b.validMs = validMs;
        b.cooldownMs = cooldownMs;
        b.approvalDeadlineMs = approvalDeadlineMs;
        return b;
    }

    private static boolean in01(double value) {
        return value >= 0 && value <= 1;
    }

    private void need(boolean right, String key, Object value, String allowed) {
        if (!right) {
            throw new IllegalArgumentException(key + " of rule '" + name + "' is " + value + "; allowed: " + allowed);
        }
    }
}
