package io.aurea.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.aurea.goal.GoalRule;
import io.aurea.pattern.PatternSettings;
import io.aurea.pattern.PatternSettings.Dependency;
import io.aurea.schema.GoalType;
import io.aurea.schema.ObservationKind;
import io.aurea.schema.Polarity;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyFileTest {

    private static List<String> problems(String yaml) {
        PolicyException refused = catchThrowableOfType(PolicyException.class, () -> PolicyFile.parse(yaml, 1));
        assertThat(refused).as(yaml).isNotNull();
        return refused.problems().stream().map(PolicyProblem::toString).toList();
    }

    @Test
    void shouldShipTheDefaultsOfThePatterns() {
        assertThat(TenantPolicy.BUILT_IN.patterns()).isEqualTo(PatternSettings.DEFAULTS);
        assertThat(TenantPolicy.BUILT_IN.version()).isZero();
    }

    @Test
    void shouldShipTheGoalsOfTheSeedAndThoseOfTheLoopItself() {
        assertThat(TenantPolicy.BUILT_IN.goals().rules())
                .extracting(
                        rule -> rule.metric().text(),
                        GoalRule::type,
                        GoalRule::threshold,
                        GoalRule::target,
                        GoalRule::priority,
                        rule -> rule.deadline().toHours())
                .containsExactly(
                        tuple("success_rate", GoalType.performance, 0.85, 0.9, 8, 24L),
                        tuple("action_success_rate", GoalType.performance, 0.85, 0.9, 8, 24L),
                        tuple("error_rate", GoalType.quality, 0.1, 0.05, 9, 12L),
                        tuple("cycle_duration_seconds", GoalType.efficiency, 30.0, 20.0, 7, 6L),
                        ofLoop("verified_rate", GoalType.learning, 0.7, 0.8, 8),
                        ofLoop("false_fire_rate", GoalType.quality, 0.2, 0.1, 7),
                        ofLoop("recurrence_rate", GoalType.quality, 0.2, 0.1, 7),
                        ofLoop("time_to_detect", GoalType.performance, 120_000.0, 60_000.0, 7),
                        ofLoop("time_to_heal", GoalType.performance, 900_000.0, 600_000.0, 7));
    }

    private static Tuple ofLoop(String level, GoalType type, double threshold, double target, int priority) {
        return tuple("*/loop." + level + ":mean", type, threshold, target, priority, 24L);
    }

    @Test
    void shouldReadTheTextThatItShowsAsTheBuiltInPolicy() {
        TenantPolicy read = PolicyFile.parse(PolicyFile.builtInText(), 0);
        assertThat(read.goals()).isEqualTo(TenantPolicy.BUILT_IN.goals());
        assertThat(read.health()).isEqualTo(TenantPolicy.BUILT_IN.health());
        assertThat(read.patterns()).isEqualTo(TenantPolicy.BUILT_IN.patterns());
        assertThat(read.minimum()).isEqualTo(TenantPolicy.BUILT_IN.minimum());
    }

    @Test
    void shouldSayWhatEveryKeyOfTheBuiltInPolicyMeans() {
        List<String> lines = PolicyFile.builtInText().lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.matches("[a-z_]+:.*")) {
                assertThat(lines.get(i - 1)).as("above '" + line + "'").startsWith("#");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# only a comment", "---\n", "{}"})
    void shouldTakeAnEmptyFileAsTheBuiltInPolicy(String yaml) {
        TenantPolicy policy = PolicyFile.parse(yaml, 4);
        assertThat(policy.version()).isEqualTo(4);
        assertThat(policy.goals()).isEqualTo(TenantPolicy.BUILT_IN.goals());
        assertThat(policy.metrics()).isEqualTo(TenantPolicy.BUILT_IN.metrics());
        assertThat(policy.patterns()).isEqualTo(TenantPolicy.BUILT_IN.patterns());
    }

    @Test
    void shouldChangeOnlyWhatAFileGives() {
        TenantPolicy policy = PolicyFile.parse("""
                minimum:
                  attempts: 50
                health:
                  errors:
                    limits: {0: 100, 0.1: 0}
                goals:
                  cooldown: 90m
                patterns:
                  latency:
                    hysteresis: {quiet: 9}
                  silence:
                    retention: 2d
                """, 1);
        TenantPolicy builtIn = TenantPolicy.BUILT_IN;
        assertThat(policy.minimum().attempts()).isEqualTo(50);
        assertThat(policy.minimum().windows()).isEqualTo(builtIn.minimum().windows());
        assertThat(policy.health().errors().weight())
                .isEqualTo(builtIn.health().errors().weight());
        assertThat(policy.health().errors().limits().score(0.05)).isEqualTo(50);
        assertThat(policy.health().success()).isEqualTo(builtIn.health().success());
        assertThat(policy.goals().cooldown()).isEqualTo(Duration.ofMinutes(90));
        assertThat(policy.goals().rules()).isEqualTo(builtIn.goals().rules());
        assertThat(policy.patterns().latency().hysteresis().quiet()).isEqualTo(9);
        assertThat(policy.patterns().latency().hysteresis().evidence())
                .isEqualTo(builtIn.patterns().latency().hysteresis().evidence());
        assertThat(policy.patterns().silence().retentionMs()).isEqualTo(172_800_000);
        assertThat(policy.patterns().anomaly()).isEqualTo(builtIn.patterns().anomaly());
    }

    @Test
    void shouldPutMetricsBeforeTheBuiltInOnes() {
        TenantPolicy policy = PolicyFile.parse("""
                metrics:
                  - name: "*latency*"
                    source: batch-*
                    polarity: NEUTRAL
                """, 1);
        assertThat(policy.metrics()
                        .of(ObservationKind.METRIC, "batch-1", "latency")
                        .polarity())
                .isEqualTo(Polarity.NEUTRAL);
        assertThat(policy.metrics().of(ObservationKind.METRIC, "web", "latency").polarity())
                .isEqualTo(Polarity.LOWER_IS_BETTER);
    }

    @Test
    void shouldHandTheDependenciesToThePatterns() {
        TenantPolicy policy = PolicyFile.parse("dependencies: [frontend -> cart, 'cart->redis-cart']", 1);
        assertThat(policy.patterns().origin().dependencies())
                .containsExactly(new Dependency("frontend", "cart"), new Dependency("cart", "redis-cart"));
    }

    @Test
    void shouldHandTheCallsThatThereAreNotToThePatterns() {
        TenantPolicy policy = PolicyFile.parse("""
                dependencies: [web -> cart]
                no_dependencies: [cart -> web]
                patterns: {origin: {forget_calls_after: 2d, max_calls: 200}}
                """, 1);
        assertThat(policy.patterns().origin().dependencies()).containsExactly(new Dependency("web", "cart"));
        assertThat(policy.patterns().origin().noDependencies()).containsExactly(new Dependency("cart", "web"));
        assertThat(policy.patterns().origin().forgetCallsAfterMs()).isEqualTo(172_800_000);
        assertThat(policy.patterns().origin().maxCalls()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{dependencies: [a -> b], no_dependencies: [a -> b]} | no_dependencies has a -> b, and so has dependencies; allowed: in one of both",
                "patterns: {origin: {max_calls: 99}} | max_calls is 99; allowed: [100, 50000]",
                "patterns: {origin: {forget_calls_after: 59m}} | allowed: 1h or more",
            })
    void shouldRefuseCallsThatContradictAndLimitsOutOfRange(String yaml, String problem) {
        assertThatThrownBy(() -> PolicyFile.parse(yaml, 1)).hasMessageContaining(problem);
    }

    @Test
    void shouldTakeGoalsOnSeries() {
        TenantPolicy policy = PolicyFile.parse("""
                goals:
                  rules:
                    - {id: checkout, type: revenue, metric: "checkout/place_order:p95", when: above, threshold: 500,
                       target: 300, priority: 10, deadline: 7d}
                """, 1);
        assertThat(policy.goals().rules()).hasSize(1);
        assertThat(policy.goals().rules().get(0).metric().source()).isEqualTo("checkout");
        assertThat(PolicyFile.parse("goals: {rules: []}", 1).goals().rules()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "gaols: {} | line 1: gaols is no key; did you mean goals? Allowed: metrics, minimum, dependencies, no_dependencies, changes, actions, health, goals, patterns, autonomy, guards, scoring, learning, healing, remind, rules",
                "minimum: {atempts: 3} | line 1: minimum.atempts is no key; did you mean attempts? Allowed: attempts, windows",
                "minimum: {zebra: 3} | line 1: minimum.zebra is no key; allowed: attempts, windows",
                "minimum: {attempts: 0} | line 1: minimum.attempts is 0; allowed: [1, ..)",
                "minimum: {attempts: few} | line 1: minimum.attempts is 'few'; allowed: a whole number",
                "minimum: {attempts: 1.5} | line 1: minimum.attempts is '1.5'; allowed: a whole number",
                "minimum: {windows: 99999999999} | line 1: minimum.windows is '99999999999'; allowed: a whole number up to 2147483647",
                "minimum: {attempts: 1, attempts: 2} | line 1: minimum.attempts is given twice; allowed: once",
                "minimum: 3 | line 1: minimum is '3'; allowed: keys and values",
                "minimum: | line 1: minimum is empty; allowed: keys and values",
                "metrics: {} | line 1: metrics is keys and values; allowed: a list, [] for none",
                "metrics: [{name: x}] | line 1: metrics[0] lacks the key polarity",
                "metrics: [{name: x, polarity: up}] | line 1: metrics[0].polarity is 'up'; allowed: higher_is_better, lower_is_better, neutral",
                "metrics: [{name: x, polarity: unknown}] | line 1: metrics[0].polarity is 'unknown'; allowed: higher_is_better, lower_is_better, neutral",
                "metrics: [{name: x, polarity: neutral, role: speed}] | line 1: metrics[0].role is 'speed'; allowed: success_rate, error_rate, latency, availability, backlog, saturation, traffic",
                "dependencies: [a to b] | line 1: dependencies[0] is 'a to b'; allowed: caller -> callee, both names of sources",
                "health: {memory: 8d} | line 1: health.memory is 691200000 ms; allowed: 0s to 7d",
                "health: {errors: {weight: -1}} | line 1: health.errors.weight is -1.0; allowed: [0, 100]",
                "health: {errors: {limits: {0: 100}}} | line 1: health.errors.limits has 1 points; allowed: 2 to 20",
                "health: {errors: {limits: {0: 100, 1: 120}}} | line 1: health.errors.limits score is 120.0; allowed: [0, 100]",
                "health: {errors: {limits: {1: 100, 0: 0}}} | line 1: health.errors.limits has value 0.0 behind 1.0; allowed: values that rise from point to point",
                "health: {errors: {limits: {0: 100, 1: 0, 2: 50}}} | line 1: health.errors.limits has scores that rise and fall; allowed: scores that only rise or only fall",
                "health: {errors: {limits: {0: 0, 1: 100}}} | line 1: health.errors has its limits the wrong way round; allowed: scores that rise with success, availability and freshness, and that fall with errors, latency and backlog",
                "health: {errors: {limits: [1, 2]}} | line 1: health.errors.limits is a list; allowed: scores by value, as in {0: 100, 0.2: 30}",
                "goals: {cooldown: 5} | line 1: goals.cooldown is '5'; allowed: a whole number with ms, s, m, h or d, as in 90s",
                "goals: {cycles: 61} | line 1: goals.cycles is 61; allowed: 1 to 60",
                "patterns: {latency: {ratio: 1}} | line 1: patterns.latency.ratio is 1.0; allowed: (1, ..)",
                "patterns: {latency: {min_increase_ms: -1}} | line 1: patterns.latency.min_increase_ms is -1.0; allowed: [0, ..)",
                "patterns: {silence: {retention: 0s}} | line 1: patterns.silence.retention is 0; allowed: [1, ..)",
                "patterns: {origin: {dependencies: []}} | line 1: patterns.origin.dependencies is no key; allowed: cycles, calls, serves, forget_calls_after, max_calls",
                "[] | line 1: the policy is a list; allowed: keys and values",
                "minimum: {attempts: 1 | line 1: the policy is not YAML: expected ',' or '}', but got <stream end>"
            })
    void shouldSayLineKeyAndWhatIsAllowed(String yaml, String problem) {
        assertThat(problems(yaml)).containsExactly(problem);
    }

    @Test
    void shouldRefuseWhatIsNestedWithoutEnd() {
        String deep = "the policy is nested more than 20 deep; allowed: up to 20";
        assertThat(problems("\nrules: " + "[".repeat(3_000))).containsExactly("line 2: " + deep);
        assertThat(problems("rules: " + "{a: ".repeat(3_000))).containsExactly("line 1: " + deep);
        assertThat(problems("- ".repeat(3_000))).containsExactly("line 1: " + deep);
    }

    @Test
    void shouldTellAllProblemsAtOnceInTheOrderOfTheLines() {
        assertThat(problems("""
                        goals:
                          cycles: 0
                          rules:
                            - id: a
                              type: performance
                              metric: success_rate
                              when: below
                              threshold: 0.8
                              target: 0.7
                              priority: 5
                              deadline: 1h
                            - id: b
                              type: speed
                              metric: sucess_rate
                              when: below
                              threshold: 0.8
                              target: 0.9
                              priority: 11
                              deadline: 1h
                        minimum:
                          windows: 0
                        """))
                .satisfiesExactly(
                        p -> assertThat(p)
                                .startsWith("line 9: goals.rules[0].target is 0.7; allowed: ")
                                .contains("[0.8, ..)"),
                        p -> assertThat(p)
                                .startsWith("line 13: goals.rules[1].type is 'speed'; allowed: performance, "),
                        p -> assertThat(p)
                                .startsWith("line 14: goals.rules[1].metric is 'sucess_rate'; allowed: success_rate, "),
                        p -> assertThat(p).isEqualTo("line 21: minimum.windows is 0; allowed: [1, ..)"));
    }

    @Test
    void shouldRefuseTheSameIdTwice() {
        String rule =
                "{id: a, type: quality, metric: error_rate, when: above, threshold: 0.1, target: 0.05, priority: 5,"
                        + " deadline: 1h}";
        assertThat(problems("goals:\n  rules: [" + rule + ", " + rule + "]"))
                .containsExactly("line 2: goals.rules has the id 'a' twice; allowed: one rule per id");
    }

    @Test
    void shouldRefuseWhatIsTooLarge() {
        assertThat(problems("# " + "x".repeat(PolicyFile.MAX_BYTES)))
                .singleElement()
                .asString()
                .contains("allowed: up to " + PolicyFile.MAX_BYTES);
        assertThat(problems("#" + "\u00fc".repeat(PolicyFile.MAX_BYTES / 2)))
                .singleElement()
                .asString()
                .contains("has " + (PolicyFile.MAX_BYTES + 1) + " bytes");
        String laughs = "a: &a [x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b]\n"
                + "d: [*c, *c, *c, *c, *c, *c, *c, *c]\n";
        assertThat(problems(laughs)).isNotEmpty();
    }

    @Property(tries = 1_000)
    void shouldNeverFailOtherwiseThanWithProblems(@ForAll String text) {
        try {
            PolicyFile.parse(text, 1);
        } catch (PolicyException refused) {
            assertThat(refused.problems()).isNotEmpty().allSatisfy(p -> assertThat(p.line())
                    .isPositive());
        }
    }
}
