package io.aurea.decision;

import static io.aurea.fixture.DecisionTenant.cure;
import static io.aurea.fixture.DecisionTenant.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.aurea.autonomy.AutonomyLevel;
import io.aurea.autonomy.AutonomySettings;
import io.aurea.fixture.DecisionTenant;
import io.aurea.guard.GuardSettings;
import io.aurea.rule.Rule;
import io.aurea.schema.BrainEntry;
import io.aurea.schema.Decision;
import io.aurea.schema.DecisionState;
import io.aurea.schema.Learning;
import io.aurea.schema.Observation;
import io.aurea.schema.ObservationKind;
import io.aurea.schema.OutcomeStatus;
import io.aurea.schema.PatternType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LearningTest {
    /** Without flapping and caps: these stories repeat one fault over and over. */
    private static final GuardSettings PATIENT =
            new GuardSettings(3, 0.5, 3, 1, 86_400_000, 32, 60_000, 120_000, 32, 60_000);

    private DecisionTenant tenant = tenant(AutonomyLevel.FULL_AUTO);

    private static DecisionTenant tenant(AutonomyLevel level) {
        return new DecisionTenant(DecisionTenant.policy(
                AutonomySettings.DEFAULTS.at(level),
                PATIENT,
                cure("restart").prior(0.7, 4).minConfidence(0.05).build(),
                cure("scale_out").prior(0.7, 4).minConfidence(0.05).build(),
                cure("roll_back").prior(0.7, 4).minConfidence(0.05).build()));
    }

    /** One fault that only these actions cure; ends when one is verified or a person is called. */
    private void episode(Predicate<String> cures) {
        tenant.slow("cart");
        for (int i = 0; i < 60; i++) {
            tenant.cycle();
            for (Decision d : tenant.decisions.open()) {
                if (d.getState() == DecisionState.DISPATCHED) {
                    tenant.outcome(d.getDecisionId(), OutcomeStatus.SUCCEEDED);
                    if (cures.test(d.getAction())) {
                        tenant.well("cart");
                    }
                }
            }
            DecisionState last = tenant.out.last().getState();
            if (last == DecisionState.VERIFIED || last == DecisionState.ESCALATED) {
                break;
            }
        }
        tenant.well("cart");
        tenant.cycles(6);
    }

    @Test
    void shouldLearnWhichActionCures() {
        for (int i = 0; i < 30; i++) {
            episode("scale_out"::equals);
        }
        tenant.out.clear();
        Map<String, Integer> tried = new HashMap<>();
        for (int i = 0; i < 20; i++) {
            episode("scale_out"::equals);
        }
        tenant.out.decisions().stream()
                .filter(d -> d.getState() == DecisionState.DISPATCHED)
                .forEach(d -> tried.merge(d.getAction(), 1, Integer::sum));
        assertThat(tried.get("scale_out")).isEqualTo(20);
        assertThat(tried.values().stream().mapToInt(n -> n).sum())
                .as("actions for 20 faults")
                .isLessThan(25);
        assertThat(tenant.out.last().getConfidence()).isGreaterThan(0.9);
        assertThat(tenant.out.decisions())
                .filteredOn(d -> d.getState() == DecisionState.DISPATCHED)
                .allMatch(d -> d.getPropensity() > 0 && d.getPropensity() <= 1 && d.getPropensityDraws() % 1000 == 0);
    }

    @Test
    void shouldMoveTheBarOfARuleByItsOwnOutcomesWithALearningForEveryMove() {
        tenant = new DecisionTenant(DecisionTenant.policy(
                AutonomySettings.DEFAULTS.at(AutonomyLevel.FULL_AUTO),
                PATIENT,
                cure("restart").prior(0.95, 100).build(),
                Rule.named("other")
                        .on(PatternType.METRIC_ANOMALY)
                        .action("restart")
                        .prior(0.95, 100)
                        .build()));
        for (int i = 0; i < 10; i++) {
            episode("restart"::equals);
        }
        assertThat(threshold()).as("not enough evidence").isEqualTo(0.65);
        assertThat(moves()).isEmpty();
        episode("restart"::equals);
        assertThat(threshold()).isCloseTo(0.55, within(1e-4));
        assertThat(moves()).singleElement().satisfies(l -> {
            assertThat(l.getLesson())
                    .isEqualTo("confidence that rule restart-on-latency needs at FULL_AUTO falls from 0.65 to 0.55");
            assertThat(l.getDetails()).containsEntry("outcomes", "11").containsEntry("error", "0.05");
            assertThat(l.getImpact()).isEqualTo("medium");
        });
        assertThat(brain("self_improvement"))
                .extracting(BrainEntry::getKey)
                .containsOnly("self_improvement_bar_FULL_AUTO_restart-on-latency");
        assertThat(otherThreshold()).as("never on the credit of another rule").isEqualTo(0.65);
        tenant.out.clear();
        for (int i = 0; i < 10; i++) {
            episode(action -> false);
        }
        assertThat(threshold()).isCloseTo(0.75, within(1e-4));
        assertThat(moves()).singleElement().satisfies(l -> {
            assertThat(l.getLesson()).contains("rises from").contains("to 0.75");
            assertThat(l.getImpact()).isEqualTo("high");
        });
        tenant.skip(60 * 8_640);
        assertThat(threshold()).as("after two half-lives").isCloseTo(0.675, within(1e-3));
    }

    private double otherThreshold() {
        tenant.level("pay", "latency", 150);
        tenant.on(PatternType.METRIC_ANOMALY, "pay", "latency");
        tenant.cycle();
        Decision d = tenant.out.last();
        assertThat(d.getRule()).isEqualTo("other");
        tenant.outcome(d.getDecisionId(), OutcomeStatus.SKIPPED);
        tenant.off(PatternType.METRIC_ANOMALY, "pay", "latency");
        tenant.cycles(6);
        return d.getConfidenceThreshold();
    }

    private double threshold() {
        tenant.slow("cart");
        tenant.cycle();
        Decision d = tenant.out.last();
        tenant.outcome(d.getDecisionId(), OutcomeStatus.SKIPPED);
        tenant.well("cart");
        tenant.cycles(6);
        return d.getConfidenceThreshold();
    }

    private List<Learning> moves() {
        return tenant.out.learnings().stream()
                .filter(l -> l.getCategory().equals("confidence_threshold"))
                .toList();
    }

    private List<BrainEntry> brain(String category) {
        return tenant.out.brain().stream()
                .filter(b -> b.getCategory().equals(category))
                .toList();
    }

    @Test
    void shouldLoseOneLevelByItselfWhenItsActionsDoNotHeal() {
        for (int i = 0; i < 4; i++) {
            episode(action -> false);
        }
        assertThat(tenant.decisions.serviceLevels().verifiedRate()).isZero();
        assertThat(tenant.decisions.level()).isEqualTo(AutonomyLevel.AUTONOMOUS);
        assertThat(tenant.out.learnings())
                .filteredOn(l -> l.getCategory().equals("autonomy"))
                .singleElement()
                .satisfies(l -> assertThat(l.getLesson()).contains("falls from FULL_AUTO to AUTONOMOUS"));
        assertThat(tenant.out.observations())
                .filteredOn(o -> o.getKind() == ObservationKind.EVENT)
                .singleElement()
                .satisfies(o -> {
                    assertThat(o.getTenantId()).isEqualTo("aurea");
                    assertThat(o.getSource()).isEqualTo("t");
                    assertThat(o.getName()).isEqualTo("loop.autonomy_fell");
                    assertThat(o.getValue()).isEqualTo(75);
                });
        for (int i = 0; i < 30; i++) {
            episode(action -> true);
        }
        assertThat(tenant.decisions.level()).as("it rises only by command").isEqualTo(AutonomyLevel.AUTONOMOUS);
        tenant.autonomy(AutonomyLevel.FULL_AUTO);
        tenant.cycle();
        assertThat(tenant.decisions.level()).isEqualTo(AutonomyLevel.FULL_AUTO);
    }

    @Test
    void shouldPublishItsServiceLevelsAsObservationsOfItsOwnTenant() {
        episode("restart"::equals);
        Map<String, Double> last = new HashMap<>();
        for (Observation o : tenant.out.observations()) {
            assertThat(o.getTenantId()).isEqualTo("aurea");
            last.put(o.getName(), o.getValue());
        }
        assertThat(last.keySet())
                .containsExactlyInAnyOrder(
                        "loop.verified_rate",
                        "loop.false_fire_rate",
                        "loop.recurrence_rate",
                        "loop.time_to_detect",
                        "loop.time_to_heal");
        assertThat(last).containsEntry("loop.false_fire_rate", 0.0).containsEntry("loop.time_to_detect", 2000.0);
        assertThat(last.get("loop.time_to_heal")).isBetween(20_000.0, 300_000.0);
        episode("restart"::equals);
        assertThat(tenant.decisions.serviceLevels().recurrenceRate()).isEqualTo(0.5);
    }

    @Test
    void shouldNotReportOnItsOwnTenantToItself() {
        tenant = new DecisionTenant(
                "aurea", policy(AutonomyLevel.FULL_AUTO, cure("restart").build()));
        episode("restart"::equals);
        assertThat(tenant.decisions.serviceLevels().judged()).isOne();
        assertThat(tenant.out.observations()).isEmpty();
    }

    @Test
    void shouldAnalyseEveryFiveCyclesAndSynthesiseEveryTen() {
        for (int i = 0; i < 8; i++) {
            episode("restart"::equals);
        }
        List<Learning> analyses = tenant.out.learnings().stream()
                .filter(l -> l.getCategory().equals("decision_analysis"))
                .toList();
        assertThat(analyses).isNotEmpty().allMatch(l -> l.getCycleNumber() % 5 == 0);
        assertThat(analyses.get(0).getDetails()).containsKeys("tried", "success_rate", "decision_type");
        assertThat(brain("pattern")).isNotEmpty().allSatisfy(b -> {
            assertThat(b.getKey()).isEqualTo("pattern_INCREASING_LATENCY");
            assertThat(b.getSource()).isEqualTo("aurea_learning");
            assertThat(b.getPriority()).isEqualTo("high");
            assertThat(b.getImportance()).isBetween(0.3, 0.9);
            assertThat(b.getValue()).contains("\"restart\":\"helped ");
            assertThat(b.getLastUpdated().toEpochMilli() - DecisionTenant.START_MS)
                    .matches(ms -> ms % 100_000 == 0);
        });
        assertThat(tenant.out.learnings())
                .extracting(Learning::getCategory)
                .contains("outcome", "cycle", "decision_analysis");
        assertThat(brain("learning")).hasSameSizeAs(tenant.out.learnings());
    }

    @Test
    void shouldKeepTheMetricsOfEveryCycleInTheBrainUntilTheyExpire() {
        tenant.cycles(3);
        assertThat(brain("aurea_metrics")).hasSize(3).allSatisfy(b -> {
            assertThat(b.getPriority()).isEqualTo("medium");
            assertThat(b.getRevision()).isEqualTo(1);
            assertThat(b.getValue()).contains("\"cycle_number\":");
        });
        assertThat(tenant.out.brain().get(2).getKey()).isEqualTo("cycle_metrics_3");
        assertThat(tenant.out.learnings())
                .as("nothing happened, nothing is learned")
                .isEmpty();
        tenant.out.clear();
        tenant.cycles(997);
        assertThat(tenant.out.forgotten()).isEmpty();
        tenant.cycle();
        assertThat(tenant.out.forgotten()).as("the last 1,000 cycles").containsExactly("cycle_metrics_1");
    }

    @Test
    void shouldForgetBrainEntriesWhenTheirTimeIsOver() {
        tenant.cycle();
        BrainEntry first = tenant.out.brain().get(0);
        assertThat(first.getExpiresAt())
                .isEqualTo(first.getLastUpdated()
                        .plusMillis(tenant.policy.learning().metricsKeepMs()));
        tenant.skip(8_640);
        tenant.cycle();
        assertThat(tenant.out.forgotten()).containsExactly("cycle_metrics_1");
    }

    @Test
    void shouldGiveTheCycleWithALearningItsCount() {
        episode(action -> false);
        long counted = tenant.out.cycles().stream()
                .collect(Collectors.toMap(c -> c.getCycleNumber(), c -> c.getLearningInsightsGenerated(), Math::max))
                .values()
                .stream()
                .mapToLong(n -> n)
                .sum();
        assertThat(counted).isEqualTo(tenant.out.learnings().size());
        assertThat(tenant.out.learnings()).extracting(Learning::getLearningId).doesNotHaveDuplicates();
        assertThat(Set.of("high", "medium"))
                .containsAll(
                        tenant.out.learnings().stream().map(Learning::getImpact).toList());
    }
}
