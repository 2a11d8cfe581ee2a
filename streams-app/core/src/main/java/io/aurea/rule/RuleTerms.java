package io.aurea.rule;

import io.aurea.schema.DecisionType;
import io.aurea.schema.PatternType;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * A rule as written in a policy. Missing terms have the defaults documented in {@link RuleBuilder}.
 *
 * @param on pattern, goal or tenant; by default pattern
 * @param judged false for an action that only informs
 */
public record RuleTerms(
        String name,
        Optional<Scope> on,
        Optional<List<PatternType>> patterns,
        Optional<String> when,
        Optional<DecisionType> type,
        String action,
        Optional<String> target,
        Optional<List<Parameter>> parameters,
        Optional<String> description,
        Optional<EffectTerms> effect,
        Optional<String> context,
        Optional<Double> priorMean,
        Optional<Double> priorWeight,
        Optional<Double> minConfidence,
        Optional<Integer> approvalBelow,
        Optional<Boolean> reversible,
        Optional<Boolean> judged,
        Optional<Double> impact,
        Optional<Double> harm,
        Optional<Double> cost,
        Optional<Integer> priority,
        Optional<Integer> attempts,
        Optional<Duration> worksAfter,
        Optional<Duration> settle,
        Optional<Duration> timeout,
        Optional<Duration> validFor,
        Optional<Duration> cooldown,
        Optional<Duration> approvalDeadline) {

    /** One parameter for the executor, its value a template. */
    public record Parameter(String name, String value) {}

    /** What should move: see {@link Effect}. */
    public record EffectTerms(
            String metric,
            Optional<Effect.Measure> measure,
            Effect.Direction direction,
            Optional<Double> size,
            Optional<Boolean> decides) {
        public EffectTerms {
            if (size.isPresent() && !(size.get() > 0 && size.get() <= 1)) {
                throw new IllegalArgumentException("size is " + size.get() + "; allowed: (0, 1]");
            }
        }

        Effect effect() {
            return new Effect(
                    metric, measure.orElse(Effect.Measure.LEVEL), direction, size.orElse(0.8), decides.orElse(false));
        }
    }

    public RuleTerms {
        if (on.orElse(Scope.PATTERN) != Scope.PATTERN && patterns.isPresent()) {
            throw new IllegalArgumentException(
                    "patterns of rule '" + name + "' are given; allowed: only where on is pattern");
        }
    }

    /** @throws IllegalArgumentException whose message begins with the invalid key */
    public Rule rule() {
        RuleBuilder b = Rule.named(name).action(action);
        switch (on.orElse(Scope.PATTERN)) {
            case PATTERN ->
                b.onPatterns(patterns.map(p -> p.isEmpty() ? EnumSet.noneOf(PatternType.class) : EnumSet.copyOf(p))
                        .orElse(EnumSet.noneOf(PatternType.class)));
            case GOAL -> b.onGoals();
            case TENANT -> b.onTenant();
        }
        when.ifPresent(b::when);
        type.ifPresent(b::type);
        target.ifPresent(b::target);
        parameters.ifPresent(all -> all.forEach(p -> b.parameter(p.name(), p.value())));
        description.ifPresent(b::description);
        effect.ifPresent(e -> b.effect(e.effect()));
        context.ifPresent(b::context);
        priorMean.ifPresent(b::priorMean);
        priorWeight.ifPresent(b::priorWeight);
        minConfidence.ifPresent(b::minConfidence);
        approvalBelow.ifPresent(b::approvalBelow);
        reversible.ifPresent(b::reversible);
        if (!judged.orElse(true)) {
            b.informsOnly();
        }
        impact.ifPresent(b::impact);
        harm.ifPresent(b::harm);
        cost.ifPresent(b::cost);
        priority.ifPresent(b::priority);
        attempts.ifPresent(b::attempts);
        worksAfter.ifPresent(b::worksAfter);
        settle.ifPresent(b::settle);
        timeout.ifPresent(b::timeout);
        validFor.ifPresent(b::validFor);
        cooldown.ifPresent(b::cooldown);
        approvalDeadline.ifPresent(b::approvalDeadline);
        return b.build();
    }
}
