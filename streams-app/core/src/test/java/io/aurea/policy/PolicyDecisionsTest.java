package io.aurea.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.aurea.autonomy.AutonomyLevel;
import io.aurea.autonomy.AutonomySettings;
import io.aurea.decision.DecisionPolicy;
import io.aurea.decision.ScoreWeights;
import io.aurea.guard.GuardSettings;
import io.aurea.heal.HealSettings;
import io.aurea.learning.LearningSettings;
import io.aurea.rule.Candidate;
import io.aurea.rule.Rule;
import io.aurea.rule.RuleVariables;
import io.aurea.schema.CycleMetrics;
import io.aurea.schema.DecisionType;
import io.aurea.schema.Pattern;
import io.aurea.schema.PatternState;
import io.aurea.schema.PatternType;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The sections of a policy for decisions. */
class PolicyDecisionsTest {
    private static final DecisionPolicy BUILT_IN = TenantPolicy.BUILT_IN.decisions();

    private static RuleVariables tenant(Map<String, Double> business) {
        return RuleVariables.ofTenant(
                CycleMetrics.newBuilder().setTenantId("t").setHealthScore(80.0).build(),
                List.of(),
                new RuleVariables.Numbers(business, Map.of(), Map.of(), Map.of(), Map.of(), Map.of()));
    }

    private static List<String> problems(String yaml) {
        PolicyException refused = catchThrowableOfType(PolicyException.class, () -> PolicyFile.parse(yaml, 1));
        assertThat(refused).as(yaml).isNotNull();
        return refused.problems().stream().map(PolicyProblem::toString).toList();
    }

    @Test
    void shouldShipTheDefaults() {
        assertThat(BUILT_IN.version()).isZero();
        assertThat(BUILT_IN.autonomy()).isEqualTo(AutonomySettings.DEFAULTS);
        assertThat(BUILT_IN.guardSettings()).isEqualTo(GuardSettings.DEFAULTS);
        assertThat(BUILT_IN.weights()).isEqualTo(ScoreWeights.DEFAULTS);
        assertThat(BUILT_IN.learning()).isEqualTo(LearningSettings.DEFAULTS);
        assertThat(BUILT_IN.heal()).isEqualTo(HealSettings.DEFAULTS);
        assertThat(BUILT_IN.autonomy().level()).isEqualTo(AutonomyLevel.SUPERVISED);
        assertThat(BUILT_IN.autonomy().supervised().start()).isEqualTo(0.85);
        assertThat(BUILT_IN.autonomy().autonomous().start()).isEqualTo(0.75);
        assertThat(BUILT_IN.autonomy().fullAuto().start()).isEqualTo(0.65);
    }

    @Test
    void shouldHaveSomethingToTryAgainstWhateverFailsOnceItHasLasted() {
        // These say that something is unusual, which is no reason to do anything unless a rule knows the cause.
        EnumSet<PatternType> others = EnumSet.of(
                PatternType.UNKNOWN, PatternType.METRIC_ANOMALY, PatternType.LEVEL_SHIFT, PatternType.FLAPPING);
        for (PatternType type : EnumSet.complementOf(others)) {
            Pattern pattern = Pattern.newBuilder()
                    .setPatternId(type + ":cart")
                    .setPatternType(type)
                    .setState(PatternState.ONSET)
                    .setSource("cart")
                    .build();
            assertThat(BUILT_IN.rules()
                            .forPattern(type, tenant(Map.of()).with(pattern, null, Optional.empty(), 600_000)))
                    .as("%s", type)
                    .isNotEmpty();
        }
    }

    @Test
    void shouldMakeTheFiveBusinessDecisionsWithTheirTerms() {
        Map<String, Rule> rules = BUILT_IN
                .rules()
                .forTenant(tenant(Map.of(
                        "overdue_total", 10_001.0,
                        "scheduling_conflicts", 1.0,
                        "churn_risk_customers", 1.0,
                        "pending_estimates", 3.0)))
                .stream()
                .map(Candidate::rule)
                .collect(Collectors.toMap(Rule::action, Function.identity()));
        terms(rules.get("collect"), DecisionType.financial, 0.85, 75, Duration.ofHours(24), Duration.ofDays(1));
        terms(rules.get("reschedule"), DecisionType.operational, 0.9, 50, Duration.ofHours(2), Duration.ofSeconds(900));
        terms(rules.get("retain"), DecisionType.customer, 0.75, 50, Duration.ofDays(7), Duration.ofDays(1));
        terms(
                rules.get("follow_up_estimates"),
                DecisionType.strategic,
                0.8,
                75,
                Duration.ofDays(3),
                Duration.ofDays(1));
        Rule frontend = BUILT_IN
                .rules()
                .forPattern(
                        PatternType.FRONTEND_HEALTH_DEGRADATION,
                        tenant(Map.of())
                                .with(
                                        Pattern.newBuilder()
                                                .setPatternType(PatternType.FRONTEND_HEALTH_DEGRADATION)
                                                .setSource("web")
                                                .build(),
                                        null,
                                        Optional.empty(),
                                        0))
                .stream()
                .map(Candidate::rule)
                .filter(rule -> rule.action().equals("investigate"))
                .findFirst()
                .orElseThrow();
        terms(frontend, DecisionType.technical, 0.95, 0, Duration.ofMinutes(30), Duration.ofSeconds(600));
        assertThat(BUILT_IN.rules()
                        .forTenant(tenant(Map.of(
                                "overdue_total", 10_000.0,
                                "scheduling_conflicts", 0.0,
                                "churn_risk_customers", 0.0,
                                "pending_estimates", 2.0))))
                .isEmpty();
        assertThat(BUILT_IN.rules().forTenant(tenant(Map.of())))
                .as("not known is not zero")
                .isEmpty();
    }

    private static void terms(
            Rule rule, DecisionType type, double confidence, int approvalBelow, Duration deadline, Duration cooldown) {
        assertThat(rule.type()).isEqualTo(type);
        assertThat(rule.priorMean()).isEqualTo(confidence);
        assertThat(rule.approvalBelow()).isEqualTo(approvalBelow);
        assertThat(rule.approvalDeadlineMs()).isEqualTo(deadline.toMillis());
        assertThat(rule.cooldownMs()).isEqualTo(cooldown.toMillis());
    }

    @Test
    void shouldTakeOwnSectionsAndKeepTheRest() {
        DecisionPolicy own = PolicyFile.parse("""
                        autonomy:
                          level: full_auto
                          full_auto: {start: 0.6, low: 0.2, high: 0.8}
                        guards:
                          max_open_actions: 7
                        rules:
                          - name: only
                            patterns: [increasing_latency]
                            when: trend.level > 100
                            action: restart
                            parameters: [{name: grace, value: "{source}-10s"}]
                            effect: {metric: "{source}/{series}", direction: down, size: 0.5}
                            min_confidence: 0.2
                            settle: 45s
                        """, 3).decisions();
        assertThat(own.version()).isEqualTo(3);
        assertThat(own.autonomy().level()).isEqualTo(AutonomyLevel.FULL_AUTO);
        assertThat(own.autonomy().fullAuto().low()).isEqualTo(0.2);
        assertThat(own.autonomy().supervised()).isEqualTo(AutonomySettings.DEFAULTS.supervised());
        assertThat(own.guardSettings().maxOpenActions()).isEqualTo(7);
        assertThat(own.guardSettings().flapOnsets()).isEqualTo(4);
        assertThat(own.rules().covers(PatternType.INCREASING_LATENCY)).isTrue();
        assertThat(own.rules().covers(PatternType.FLAPPING))
                .as("a list takes the place")
                .isFalse();
    }

    @Test
    void shouldTellLineKeyAndWhatIsAllowed() {
        assertThat(problems("guards:\n  max_open_actions: 0"))
                .containsExactly("line 2: guards.max_open_actions is 0; allowed: [1, ..)");
        assertThat(problems("guards:\n  max_cooldown: fast"))
                .singleElement()
                .asString()
                .startsWith("line 2: guards.max_cooldown is 'fast'; allowed: a whole number with ms");
        assertThat(problems("autonomy:\n  level: 60"))
                .singleElement()
                .asString()
                .startsWith(
                        "line 2: autonomy.level is '60'; allowed: manual, assisted, supervised, autonomous, full_auto");
        assertThat(problems("autonomy:\n  supervised: {start: 0.9, low: 0.5, high: 0.8}"))
                .containsExactly("line 2: autonomy.supervised.start is 0.9; allowed: [low, high]");
        assertThat(problems("autonomy:\n  floor:\n    error: 0"))
                .containsExactly("line 3: autonomy.floor.error is 0.0; allowed: (0, 1)");
        assertThat(problems("scoring: {risk: -1}")).containsExactly("line 1: scoring.risk is -1.0; allowed: [0, ..)");
        assertThat(problems("learning: {analyse_every: 0}"))
                .containsExactly("line 1: learning.analyse_every is 0; allowed: [1, ..)");
        assertThat(problems("healing: {spreads: 0}"))
                .containsExactly("line 1: healing.spreads is 0.0; allowed: (0, ..)");
    }

    @Test
    void shouldTellWhatIsWrongInARuleByItsLine() {
        List<String> problems = problems("""
                rules:
                  - name: a
                    patterns: [flapping]
                    action: restart
                    when: pattern.confidence > 0.5 && patern.impact > 0.1
                    target: "{sauce}"
                  - name: b
                    on: goal
                    action: look
                    prior_mean: 1
                  - name: c
                    on: tenant
                    patterns: [flapping]
                    action: look
                """);
        assertThat(problems).hasSize(4);
        assertThat(problems.get(0))
                .startsWith("line 5: rules[0].when of rule 'a', line 1, column 29: undeclared reference to 'patern'")
                .contains("; allowed: ", "pattern.impact (double)");
        assertThat(problems.get(1)).startsWith("line 6: rules[0].target of rule 'a', column 1: no placeholder {sauce}");
        assertThat(problems.get(2)).isEqualTo("line 10: rules[1].prior_mean of rule 'b' is 1.0; allowed: (0, 1)");
        assertThat(problems.get(3)).startsWith("line 13: rules[2].patterns of rule 'c' are given; allowed: only where");
        assertThat(problems("rules:\n  - {name: a, on: tenant, action: x}\n  - {name: a, on: tenant, action: y}"))
                .containsExactly("line 1: rules has two of the name 'a'; allowed: one of each name");
    }
}
