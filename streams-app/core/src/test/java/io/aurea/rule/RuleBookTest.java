package io.aurea.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.aurea.change.ChangeKind;
import io.aurea.change.KnownChange;
import io.aurea.name.NameGlob;
import io.aurea.schema.CycleMetrics;
import io.aurea.schema.Goal;
import io.aurea.schema.GoalType;
import io.aurea.schema.Incident;
import io.aurea.schema.IncidentPattern;
import io.aurea.schema.IncidentState;
import io.aurea.schema.Pattern;
import io.aurea.schema.PatternState;
import io.aurea.schema.PatternType;
import io.aurea.schema.Trend;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuleBookTest {
    private static final RuleVariables.Numbers NUMBERS = new RuleVariables.Numbers(
            Map.of("overdue_total", 12_000.0, "pending_estimates", 3.0),
            Map.of("cart/latency", 500.0),
            Map.of("cart/latency", 100.0),
            Map.of("cart", 0.2, "cart/timeout", 0.1),
            Map.of("cart/deploy", 90.0),
            Map.of("db", 60.0, "db/deployment", 60.0));
    private static final RuleVariables TENANT = RuleVariables.ofTenant(
            CycleMetrics.newBuilder()
                    .setTenantId("t")
                    .setHealthScore(80.0)
                    .setCycleNumber(3)
                    .build(),
            List.of("INCREASING_LATENCY"),
            NUMBERS);
    private static final Pattern PATTERN = Pattern.newBuilder()
            .setPatternId("INCREASING_LATENCY:cart:latency")
            .setPatternType(PatternType.INCREASING_LATENCY)
            .setState(PatternState.ONGOING)
            .setSource("cart")
            .setSeries("latency")
            .setSuspectedSource("db")
            .setConfidence(0.9)
            .setImpactScore(0.5)
            .build();
    private static final Trend TREND = Trend.newBuilder()
            .setSource("cart")
            .setName("latency")
            .setLevel(500.0)
            .build();

    private static final Optional<KnownChange> CHANGE =
            Optional.of(new KnownChange("db", "deploy", ChangeKind.DEPLOYMENT, 0, "1.5", "1.4", "anna", null));

    private static RuleBuilder rule() {
        return Rule.named("r").on(PatternType.INCREASING_LATENCY).action("restart");
    }

    private static boolean holds(String when) {
        return !RuleBook.compile(List.of(rule().when(when).build()))
                .forPattern(PatternType.INCREASING_LATENCY, TENANT.with(PATTERN, TREND, CHANGE, 0))
                .isEmpty();
    }

    @Test
    void shouldReadPatternTrendTenantAndBusinessMetrics() {
        assertThat(holds("pattern.type == 'INCREASING_LATENCY' && pattern.confidence > 0.8"))
                .isTrue();
        assertThat(holds("trend.level > 400 && tenant.health >= 80")).isTrue();
        assertThat(holds("levels['cart/latency'] > 3.0 * baselines['cart/latency']"))
                .isTrue();
        assertThat(holds("failures[pattern.source] > 0.1 && failures[pattern.source + '/timeout'] > 0.05"))
                .isTrue();
        assertThat(holds("events[pattern.source + '/deploy'] < 1800")).isTrue();
        assertThat(holds("business['overdue_total'] > 10000 && levels['cart/latency'] == 500.0"))
                .isTrue();
        assertThat(holds("pattern.suspected_source != pattern.source")).isTrue();
        assertThat(holds("'INCREASING_LATENCY' in tenant.patterns")).isTrue();
        assertThat(holds("pattern.confidence > 0.95")).isFalse();
    }

    @Test
    void shouldReadTheIncidentOfAPattern() {
        Incident incident = Incident.newBuilder()
                .setTenantId("t")
                .setIncidentId("7-1")
                .setState(IncidentState.OPEN)
                .setOpenedAt(Instant.ofEpochSecond(100))
                .setSuspectedOrigin("db")
                .setSeverity(0.6)
                .setPatterns(List.of(
                        part(PatternType.SUCCESS, null),
                        part(PatternType.FLAPPING, "web"),
                        part(PatternType.FLAPPING, "db")))
                .build();
        Rule rule = rule().when("incident.id == '7-1' && incident.origin == 'db' && incident.severity > 0.5"
                        + " && incident.age_seconds == 60.0 && !incident.escalated"
                        + " && incident.patterns == ['FLAPPING', 'SUCCESS'] && incident.sources == ['db', 'web']")
                .target("{incident_origin}")
                .description("{incident_id}")
                .build();
        assertThat(RuleBook.compile(List.of(rule))
                        .forPattern(
                                PatternType.INCREASING_LATENCY,
                                TENANT.with(incident, 160_000).with(PATTERN, TREND, CHANGE, 160_000)))
                .singleElement()
                .satisfies(candidate -> {
                    assertThat(candidate.target()).isEqualTo("db");
                    assertThat(candidate.description()).isEqualTo("7-1");
                });
        assertThat(holds("incident.id == '' && incident.origin == '' && incident.severity == null"
                        + " && incident.age_seconds == null && incident.patterns == [] && !incident.escalated"))
                .as("a pattern of no incident")
                .isTrue();
        assertThat(holds("incident.severity > 0.0")).isFalse();
    }

    private static IncidentPattern part(PatternType type, String source) {
        return IncidentPattern.newBuilder()
                .setPatternId(type + ":" + source)
                .setPatternType(type.name())
                .setSource(source)
                .setOnsetAt(Instant.EPOCH)
                .setOn(true)
                .setWeight(0.5)
                .build();
    }

    @Test
    void shouldLeaveOutAConditionThatTakesTooManyStepsAndAskTheOthers() {
        String ten = "[1,2,3,4,5,6,7,8,9,10]";
        String loops = ten + ".all(a, " + ten + ".all(b, " + ten + ".all(c, " + ten + ".all(d, " + ten
                + ".map(e, e * e).all(f, f > 0)))))";
        RuleBook book = RuleBook.compile(List.of(
                Rule.named("costly")
                        .on(PatternType.INCREASING_LATENCY)
                        .action("a")
                        .when(loops)
                        .build(),
                Rule.named("plain")
                        .on(PatternType.INCREASING_LATENCY)
                        .action("b")
                        .when("true")
                        .build()));
        RuleVariables facts = RuleVariables.ofTenant(
                CycleMetrics.newBuilder().setTenantId("t").build(), List.of(), NUMBERS);

        for (int patterns = 0; patterns < 2_000; patterns++) {
            assertThat(book.forPattern(PatternType.INCREASING_LATENCY, facts.with(PATTERN, TREND, CHANGE, 0)))
                    .extracting(candidate -> candidate.rule().name())
                    .containsExactly("plain");
        }
        assertThat(facts.tooCostly()).containsExactly("costly");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'aaaa'.matches('((a{1,100}){1,100}){1,100}')",
                "'aaaa'.matches('(a{1000}){1000}b')",
                "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'.matches('(a+)+$')"
            })
    @Timeout(5)
    void shouldNotHangOnARegularExpression(String when) {
        assertThat(holds(when)).isFalse();
    }

    @Test
    void shouldRefuseAConditionThatIsTooDeepOrTooLong() {
        for (String when : List.of(
                "(".repeat(300) + "true" + ")".repeat(300), "[".repeat(3_000), "true" + " || true".repeat(2_000))) {
            assertThatThrownBy(() -> RuleBook.compile(List.of(rule().when(when).build())))
                    .isInstanceOf(RuleException.class);
        }
    }

    @Test
    void shouldNotHoldWhereAValueIsMissing() {
        assertThat(holds("trend.p95 > 0")).isFalse();
        assertThat(holds("trend.p95 <= 0")).isFalse();
        assertThat(holds("trend.p95 == null")).isTrue();
        assertThat(holds("business['nothing'] < 5")).isFalse();
        assertThat(holds("!('nothing' in business)")).isTrue();
    }

    @Test
    void shouldSayWhichRuleWhereAndWhatIsAllowed() {
        RuleException e = catchThrowableOfType(
                RuleException.class,
                () -> RuleBook.compile(List.of(
                        Rule.named("typo")
                                .on(PatternType.SUCCESS)
                                .action("a")
                                .when("pattern.confidence > 0.5\n  && patern.type == 'X'")
                                .target("{sauce}")
                                .build(),
                        Rule.named("number")
                                .onTenant()
                                .action("a")
                                .when("1 + 2")
                                .build(),
                        Rule.named("number").onGoals().action("a").build(),
                        Rule.named("scope")
                                .onTenant()
                                .action("a")
                                .when("pattern.confidence > 0.5")
                                .parameter("k", "x{y")
                                .build())));
        assertThat(e.reasons()).hasSize(6);
        assertThat(e.reasons().get(0))
                .startsWith("when of rule 'typo', line 2, column 6: undeclared reference to 'patern'")
                .contains(
                        "allowed: ",
                        "pattern.confidence (double)",
                        "trend.level (double or null)",
                        "levels (map(string, double))");
        assertThat(e.reasons().get(1))
                .startsWith("target of rule 'typo', column 1: no placeholder {sauce}; allowed: [change, incident_id, ");
        assertThat(e.reasons().get(2)).startsWith("when of rule 'number', line 1, column 3: expected type 'bool'");
        assertThat(e.reasons().get(3)).isEqualTo("name of rule 'number' is taken by an earlier rule");
        assertThat(e.reasons().get(4))
                .startsWith("when of rule 'scope', line 1, column 1: undeclared reference to 'pattern'")
                .doesNotContain("pattern.confidence");
        assertThat(e.reasons().get(5)).startsWith("parameters of rule 'scope', column 2: a '{' without '}'");
    }

    @Test
    void shouldFillTemplatesAndLeaveATargetEmptyRatherThanHalf() {
        Rule rule = rule().target("{suspected_source}-{series}")
                .parameter("of", "{source}")
                .description("{action}".replace("{action}", "restart") + " of {source} in {tenant}")
                .effect(Effect.lower(0.5))
                .build();
        RuleBook book = RuleBook.compile(List.of(rule));
        Candidate whole = book.forPattern(PatternType.INCREASING_LATENCY, TENANT.with(PATTERN, TREND, CHANGE, 0))
                .get(0);
        assertThat(whole.target()).isEqualTo("db-latency");
        assertThat(whole.parameters()).containsExactly(Map.entry("of", "cart"));
        assertThat(whole.description()).isEqualTo("restart of cart in t");
        assertThat(whole.effectMetric()).isEqualTo("cart/latency");
        Pattern bare = Pattern.newBuilder(PATTERN).setSeries(null).build();
        Candidate half = book.forPattern(PatternType.INCREASING_LATENCY, TENANT.with(bare, null, Optional.empty(), 0))
                .get(0);
        assertThat(half.target()).isEmpty();
        assertThat(half.effectMetric()).isEmpty();
    }

    @Test
    void shouldRefuseValuesOutsideTheirRange() {
        assertThatThrownBy(() -> rule().prior(1, 10).build())
                .hasMessage("prior_mean of rule 'r' is 1.0; allowed: (0, 1)");
        assertThatThrownBy(() -> rule().reversible(false).minConfidence(0.2).build())
                .hasMessageContaining("only a reversible action");
        assertThatThrownBy(() -> rule().attempts(0).build()).hasMessageContaining("attempts of rule 'r' is 0");
        assertThatThrownBy(() -> rule().action("rm -rf").build()).hasMessageContaining("action of rule 'r' is rm -rf");
        assertThatThrownBy(() -> rule().priority(11).build()).hasMessageContaining("[1, 10]");
        assertThatThrownBy(() -> Rule.named("r").action("a").build()).hasMessageContaining("one type or more");
    }

    @Test
    void shouldAskAboutGoals() {
        Goal goal = Goal.newBuilder()
                .setGoalId("g1")
                .setGoalType(GoalType.quality)
                .setTargetMetric("error_rate")
                .setPriority(9)
                .setProgress(20)
                .build();
        RuleBook book = RuleBook.compile(List.of(Rule.named("review")
                .onGoals()
                .when("goal.priority >= 8 && goal.progress < 50.0")
                .action("review")
                .build()));
        assertThat(book.forGoal(TENANT.with(goal)))
                .extracting(Candidate::target)
                .containsExactly("t");
        assertThat(book.forGoal(
                        TENANT.with(Goal.newBuilder(goal).setProgress(80).build())))
                .isEmpty();
    }

    @Test
    void shouldTellOfTheLastChangeOfTheSuspectedSource() {
        assertThat(holds("changes['db'] < 90.0 && changes['db/deployment'] == 60.0"))
                .isTrue();
        assertThat(holds("changes['db/rollback'] < 90.0")).isFalse();

        Candidate back = RuleBook.compile(List.of(rule().action("roll_back")
                        .description("take back the {change}")
                        .parameter("to", "{version_before}")
                        .build()))
                .forPattern(PatternType.INCREASING_LATENCY, TENANT.with(PATTERN, TREND, CHANGE, 0))
                .get(0);
        assertThat(back.description()).isEqualTo("take back the deployment of db, 1.4 -> 1.5, by anna");
        assertThat(back.parameters()).containsExactly(Map.entry("to", "1.4"));
    }

    @Test
    void shouldProposeOnlyWhatExecutorsCanDo() {
        Rule restart = rule().build();
        Rule look = Rule.named("look")
                .on(PatternType.INCREASING_LATENCY)
                .action("investigate")
                .informsOnly()
                .build();

        assertThat(proposed(List.of(), restart, look)).containsExactly("restart", "investigate");
        assertThat(proposed(List.of(can("restart", "d*")), restart, look)).containsExactly("restart", "investigate");
        assertThat(proposed(List.of(can("restart", "cart")), restart, look)).containsExactly("investigate");
        assertThat(proposed(List.of(can("scale_out", "*")), restart, look)).containsExactly("investigate");
    }

    private static Capability can(String action, String... targets) {
        return new Capability(action, NameGlob.all(targets));
    }

    private static List<String> proposed(List<Capability> capabilities, Rule... rules) {
        return RuleBook.compile(List.of(rules), capabilities)
                .forPattern(PatternType.INCREASING_LATENCY, TENANT.with(PATTERN, TREND, CHANGE, 0))
                .stream()
                .map(c -> c.rule().action())
                .toList();
    }
}
