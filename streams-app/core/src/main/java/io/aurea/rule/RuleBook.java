package io.aurea.rule;

import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.aurea.rule.CompiledRule.Answer;
import io.aurea.schema.PatternType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The rules of one policy, compiled. Immutable and thread-safe. */
public final class RuleBook {
    /** Steps that the loops of a condition may take together; a tenant's levels are as many as its series. */
    public static final int MAX_ITERATIONS = 10_000;

    private static final int MAX_CONDITION = 4_000;

    private static final CelOptions OPTIONS = CelOptions.current()
            // Otherwise `x > 10000` would have to be `x > 10000.0`.
            .enableHeterogeneousNumericComparisons(true)
            // What a text may cost: to compile it, and, in all its loops together, to evaluate it.
            .maxExpressionCodePointSize(MAX_CONDITION)
            .maxParseRecursionDepth(32)
            .maxParseExpressionNodeCount(1_000)
            .maxRegexProgramSize(1_000)
            .comprehensionMaxIterations(MAX_ITERATIONS)
            .build();

    private static final CelRuntime RUNTIME =
            CelRuntimeFactory.standardCelRuntimeBuilder().setOptions(OPTIONS).build();
    private static final Map<Scope, CelCompiler> COMPILERS = Map.of(
            Scope.PATTERN, compiler(Scope.PATTERN),
            Scope.GOAL, compiler(Scope.GOAL),
            Scope.TENANT, compiler(Scope.TENANT));

    private final List<Rule> all = new ArrayList<>();
    private final List<CompiledRule> goals = new ArrayList<>();
    private final List<CompiledRule> tenant = new ArrayList<>();
    private final Map<PatternType, List<CompiledRule>> patterns = new EnumMap<>(PatternType.class);
    private final List<Capability> capabilities;

    private RuleBook(List<Capability> capabilities) {
        this.capabilities = capabilities;
    }

    /** The rules for executors that can do anything, see {@link #compile(List, List)}. */
    public static RuleBook compile(List<Rule> rules) {
        return compile(rules, List.of());
    }

    /**
     * Compiles rules in their order.
     *
     * @param capabilities what the executors can do: a cure that they cannot carry out is no candidate; empty: anything
     * @throws RuleException with every reason found
     */
    public static RuleBook compile(List<Rule> rules, List<Capability> capabilities) {
        RuleBook book = new RuleBook(List.copyOf(capabilities));
        List<String> reasons = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Rule rule : rules) {
            if (!names.add(rule.name())) {
                reasons.add("name of rule '" + rule.name() + "' is taken by an earlier rule");
                continue;
            }
            CompiledRule compiled = compile(rule, reasons);
            if (compiled != null) {
                book.add(compiled);
            }
        }
        if (!reasons.isEmpty()) {
            throw new RuleException(reasons);
        }
        return book;
    }

    /** All rules, in their order. */
    public List<Rule> rules() {
        return Collections.unmodifiableList(all);
    }

    private void add(CompiledRule compiled) {
        all.add(compiled.rule());
        switch (compiled.rule().scope()) {
            case PATTERN ->
                compiled.rule().patterns().forEach(t -> patterns.computeIfAbsent(t, x -> new ArrayList<>())
                        .add(compiled));
            case GOAL -> goals.add(compiled);
            case TENANT -> tenant.add(compiled);
        }
    }

    /** The candidates for an active pattern, in the order of the rules. */
    public List<Candidate> forPattern(PatternType type, RuleVariables facts) {
        return holding(patterns.getOrDefault(type, List.of()), facts);
    }

    /** The candidates for an active goal, in the order of the rules. */
    public List<Candidate> forGoal(RuleVariables facts) {
        return holding(goals, facts);
    }

    /** The candidates from the tenant's own numbers, in the order of the rules. */
    public List<Candidate> forTenant(RuleVariables facts) {
        return holding(tenant, facts);
    }

    /** Names of the rules on the tenant's own numbers that cannot be evaluated because a number is missing. */
    public List<String> unanswered(RuleVariables facts) {
        return tenant.stream()
                .filter(rule -> rule.ask(facts) == Answer.NONE)
                .map(rule -> rule.rule().name())
                .toList();
    }

    /** Whether there is a rule with this name on the tenant's own numbers. */
    public boolean asksTenant(String name) {
        return tenant.stream().anyMatch(rule -> rule.rule().name().equals(name));
    }

    /** Whether a rule covers patterns of this type. */
    public boolean covers(PatternType type) {
        return patterns.containsKey(type);
    }

    private List<Candidate> holding(List<CompiledRule> rules, RuleVariables facts) {
        List<Candidate> found = new ArrayList<>();
        for (CompiledRule rule : rules) {
            if (rule.ask(facts) == Answer.YES) {
                Candidate candidate = rule.candidate(facts);
                if (Capability.covers(capabilities, rule.rule(), candidate.target())) {
                    found.add(candidate);
                }
            }
        }
        return found;
    }

    private static CelCompiler compiler(Scope scope) {
        CelCompilerBuilder builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .setResultType(SimpleType.BOOL);
        RuleVariables.variablesOf(scope).forEach(builder::addVar);
        return builder.build();
    }

    private static CompiledRule compile(Rule rule, List<String> reasons) {
        int before = reasons.size();
        CelRuntime.Program condition = condition(rule, reasons);
        Template target = template(rule, "target", rule.target(), reasons);
        Template description = template(rule, "description", rule.description(), reasons);
        Template metric = template(rule, "effect", rule.effect().metric(), reasons);
        Template context = template(rule, "context", rule.context(), reasons);
        Map<String, Template> parameters = new TreeMap<>();
        rule.parameters().forEach((name, text) -> parameters.put(name, template(rule, "parameters", text, reasons)));
        return reasons.size() > before
                ? null
                : new CompiledRule(rule, condition, target, description, metric, context, parameters);
    }

    private static CelRuntime.Program condition(Rule rule, List<String> reasons) {
        CelValidationResult result = COMPILERS.get(rule.scope()).compile(rule.when());
        if (result.hasError()) {
            for (CelIssue issue : result.getErrors()) {
                // CEL counts columns from 0.
                reasons.add("when of rule '" + rule.name() + "', line "
                        + issue.getSourceLocation().getLine() + ", column "
                        + (issue.getSourceLocation().getColumn() + 1) + ": " + issue.getMessage() + "; allowed: "
                        + allowed(rule.scope()));
            }
            return null;
        }
        try {
            return RUNTIME.createProgram(result.getAst());
        } catch (CelValidationException | CelEvaluationException e) {
            reasons.add("when of rule '" + rule.name() + "': " + e.getMessage());
            return null;
        }
    }

    private static Template template(Rule rule, String key, String text, List<String> reasons) {
        try {
            return Template.parse(text, RuleVariables.placeholders(rule.scope()));
        } catch (IllegalArgumentException e) {
            reasons.add(key + " of rule '" + rule.name() + "', " + e.getMessage());
            return null;
        }
    }

    private static String allowed(Scope scope) {
        List<String> names = new ArrayList<>();
        RuleVariables.variablesOf(scope)
                .forEach((name, type) -> names.add(name + " (" + RuleVariables.words(type) + ")"));
        return String.join(", ", names);
    }
}
