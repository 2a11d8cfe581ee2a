package io.aurea.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.autonomy.AutonomyLevel;
import io.aurea.autonomy.AutonomySettings;
import io.aurea.fixture.Readme;
import io.aurea.output.LoopOutput;
import io.aurea.policy.TenantPolicy;
import io.aurea.rule.Rule;
import io.aurea.schema.PatternType;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** How many outcomes a rule needs to act alone, as in docs/OPERATIONS.md. */
class TrustTest {
    private static final AutonomySettings AUTONOMY = AutonomySettings.DEFAULTS;
    private static final LearningSettings LEARNING = LearningSettings.DEFAULTS;
    private static final List<AutonomyLevel> LEVELS =
            List.of(AutonomyLevel.SUPERVISED, AutonomyLevel.AUTONOMOUS, AutonomyLevel.FULL_AUTO);

    /** A rule that has proved itself elsewhere, as in docs/OPERATIONS.md. */
    private static final Rule PROVEN = Rule.named("proven")
            .on(PatternType.INCREASING_LATENCY)
            .action("restart")
            .prior(0.95, 50)
            .build();

    private static final LoopOutput NOWHERE = reason -> {};

    /** Judged outcomes until the rule acts alone at this level; -1: not within 1,000. */
    private static int outcomes(Rule rule, AutonomyLevel level, IntPredicate verified) {
        TenantLearning learning = new TenantLearning("t");
        LearningMoment at = new LearningMoment(1, 1_700_000_000_000L, LEARNING, 0);
        for (int n = 0; n <= 1_000; n++) {
            Posterior posterior =
                    learning.posterior("c", rule.action(), rule.priorMean(), rule.priorWeight(), at.nowMs(), LEARNING);
            if (posterior.confidence() >= learning.threshold(rule.name(), level, AUTONOMY, at.nowMs(), LEARNING)) {
                return n;
            }
            Ending ending = verified.test(n + 1) ? Ending.VERIFIED : Ending.INEFFECTIVE;
            learning.ended(
                    new EndedDecision(
                            "1-" + n,
                            rule.name(),
                            "technical",
                            "c",
                            rule.action(),
                            "cart",
                            ending,
                            posterior.confidence(),
                            level.value(),
                            false,
                            "",
                            at.nowMs()),
                    posterior,
                    null,
                    AUTONOMY,
                    at,
                    NOWHERE);
        }
        return -1;
    }

    /** The judged rules of the built-in policy. */
    private static List<Rule> cures() {
        return TenantPolicy.BUILT_IN.decisions().rules().rules().stream()
                .filter(Rule::judged)
                .toList();
    }

    private static String cells(Rule rule) {
        return LEVELS.stream()
                .map(level -> outcomes(rule, level, n -> true) + ", " + outcomes(rule, level, n -> n % 10 != 0))
                .collect(Collectors.joining(" | "));
    }

    private static String table() {
        Map<String, TreeSet<String>> actions = new TreeMap<>();
        Map<String, Rule> one = new TreeMap<>();
        cures().forEach(rule -> {
            String prior = rule.priorMean() + ", " + (int) rule.priorWeight();
            actions.computeIfAbsent(prior, m -> new TreeSet<>()).add(rule.action());
            one.put(prior, rule);
        });
        StringBuilder table =
                new StringBuilder("| prior_mean, prior_weight | actions of the built-in policy | at first | "
                        + LEVELS.stream().map(Enum::name).collect(Collectors.joining(" | "))
                        + " |\n|---|---|---|---|---|---|\n");
        one.forEach((prior, rule) -> table.append(row(rule, String.join(", ", actions.get(prior)))));
        return table.append(row(PROVEN, "none; of a policy of your own")).toString();
    }

    private static String row(Rule rule, String actions) {
        return String.format(
                Locale.ROOT,
                "| %s, %s | %s | %.2f | %s |\n",
                rule.priorMean(),
                (int) rule.priorWeight(),
                actions,
                new Posterior(rule.priorMean() * rule.priorWeight(), (1 - rule.priorMean()) * rule.priorWeight())
                        .confidence(),
                cells(rule));
    }

    @Test
    void shouldBeAsTheTableOfTheDocumentationSays() throws IOException {
        assertThat(Files.readString(Readme.HOME.resolve("docs/OPERATIONS.md"))).contains(table());
    }

    @Test
    void shouldAskBelowFullAutoForEveryNewCureAndTrustItAfterAWhile() {
        assertThat(cures()).hasSizeGreaterThan(10);
        for (Rule rule : cures()) {
            for (AutonomyLevel level : LEVELS) {
                assertThat(outcomes(rule, level, n -> true))
                        .as("%s at %s", rule.name(), level)
                        .isBetween(level == AutonomyLevel.FULL_AUTO ? 0 : 1, 30);
            }
        }
    }

    @Test
    void shouldActAloneAtFullAutoOnlyWhereTheCauseIsKnown() {
        for (Rule rule : cures()) {
            boolean guess = rule.priorWeight() == 4;
            assertThat(outcomes(rule, AutonomyLevel.FULL_AUTO, n -> true) > 0)
                    .as(rule.name())
                    .isEqualTo(guess);
            if (guess) {
                assertThat(outcomes(rule, AutonomyLevel.FULL_AUTO, n -> n % 2 == 0))
                        .as("%s, half in vain", rule.name())
                        .isEqualTo(-1);
            }
        }
    }

    @Test
    void shouldActAloneAtOnceWhereAPolicyKnowsTheAction() {
        for (AutonomyLevel level : LEVELS) {
            assertThat(outcomes(PROVEN, level, n -> true)).as("%s", level).isZero();
        }
        assertThat(Arrays.stream(AutonomyLevel.values()).filter(AutonomyLevel::alwaysAsks))
                .allMatch(level -> outcomes(PROVEN, level, n -> true) == -1);
    }
}
