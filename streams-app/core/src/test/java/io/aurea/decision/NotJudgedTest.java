package io.aurea.decision;

import static io.aurea.fixture.DecisionTenant.cure;
import static io.aurea.fixture.DecisionTenant.policy;
import static io.aurea.schema.DecisionState.AWAITING_APPROVAL;
import static io.aurea.schema.DecisionState.DISPATCHED;
import static io.aurea.schema.DecisionState.EXPIRED;
import static io.aurea.schema.DecisionState.INEFFECTIVE;
import static io.aurea.schema.DecisionState.SUCCEEDED;
import static io.aurea.schema.DecisionState.TIMED_OUT;
import static io.aurea.schema.DecisionState.VERIFIED;
import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.autonomy.AutonomyLevel;
import io.aurea.autonomy.AutonomySettings;
import io.aurea.fixture.DecisionTenant;
import io.aurea.guard.GuardSettings;
import io.aurea.learning.Belief;
import io.aurea.rule.Rule;
import io.aurea.schema.DecisionState;
import io.aurea.schema.Goal;
import io.aurea.schema.GoalStatus;
import io.aurea.schema.OutcomeStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was never judged moves nothing, and what is not known is asked for. */
class NotJudgedTest extends HealingStory {
    @Test
    void shouldNotLearnFromWhatExecutorsCouldNotDo() {
        for (OutcomeStatus status : List.of(OutcomeStatus.FAILED, OutcomeStatus.TIMED_OUT, OutcomeStatus.SKIPPED)) {
            tenant = tenant(cure("restart"));
            for (int i = 0; i < 30; i++) {
                tenant.outcome(dispatched(), status);
                tenant.well("cart");
                tenant.cycles(6);
            }
            nothingWasLearned();
            assertThat(tenant.decisions.level()).isEqualTo(AutonomyLevel.FULL_AUTO);
            tenant.slow("cart");
            tenant.cycle();
            assertThat(tenant.out.last().getConfidenceThreshold()).isEqualTo(0.65);
            assertThat(tenant.out.last().getConfidence()).isGreaterThan(0.89);
        }
    }

    @Test
    void shouldRestLongerAfterWhatExecutorsCouldNotDo() {
        GuardSettings backoff = new GuardSettings(3, 0.5, 3, 4, 86_400_000, 32, 60_000, 120_000, 32, 60_000);
        tenant = new DecisionTenant(policy(
                AutonomySettings.DEFAULTS.at(AutonomyLevel.FULL_AUTO),
                backoff,
                cure("restart").attempts(5).build()));
        tenant.slow("cart");
        long before = 0;
        for (int wait : new int[] {0, 3, 12}) {
            int cycles = 0;
            do {
                tenant.cycle();
                cycles++;
            } while (tenant.out.last().getState() != DISPATCHED && cycles < 100);
            if (wait > 0) {
                assertThat(cycles - 1).isGreaterThanOrEqualTo((int) before).isBetween(wait - 1, wait + 1);
            }
            before = cycles;
            tenant.outcome(tenant.out.last().getDecisionId(), OutcomeStatus.FAILED);
        }
    }

    /** Regression: unanswered informing actions took a loop from level 100 to 50. */
    @Test
    void shouldLearnNothingFromWhatOnlyInforms() {
        tenant = tenant(cure("look").informsOnly().attempts(3));
        for (int i = 0; i < 60; i++) {
            tenant.slow("cart");
            tenant.cycle();
            assertThat(tenant.out.last().getState()).isEqualTo(DISPATCHED);
            if (i % 3 == 1) {
                tenant.outcome(tenant.out.last().getDecisionId(), OutcomeStatus.FAILED);
            }
            tenant.well("cart");
            tenant.cycles(8);
        }
        assertThat(tenant.out.states()).contains(EXPIRED).doesNotContain(TIMED_OUT);
        assertThat(tenant.decisions.belief("INCREASING_LATENCY", "look")).isEqualTo(Belief.NONE);
        assertThat(tenant.decisions.serviceLevels().judged()).isZero();
        assertThat(tenant.out.learnings()).isEmpty();
        assertThat(tenant.decisions.level()).isEqualTo(AutonomyLevel.FULL_AUTO);
        assertThat(tenant.out.last().getConfidence()).as("what its rule states").isEqualTo(0.95);
        assertThat(tenant.decisions.actionsExecuted())
                .as("unanswered ones are no failed actions")
                .isEqualTo(20);
        assertThat(tenant.out.cycles().stream()
                        .mapToLong(c -> c.getComplete() ? c.getActionsFailed() : 0)
                        .sum())
                .isEqualTo(20);
    }

    @Test
    void shouldStillAskAPersonWhereAnActionIsNotTrusted() {
        tenant = tenant(cure("restart").prior(0.7, 4));
        tenant.slow("cart");
        tenant.cycle();
        assertThat(tenant.out.last().getState()).isEqualTo(AWAITING_APPROVAL);
        assertThat(reason()).contains("confidence 0.311, needed at FULL_AUTO is 0.650");
    }

    @Test
    void shouldDoAloneWhatIsKnownFromElsewhere() {
        tenant = tenant(cure("restart").prior(0.95, 50).minConfidence(0.3));
        tenant.slow("cart");
        tenant.cycle();
        assertThat(tenant.out.last().getState()).isEqualTo(DecisionState.DISPATCHED);
    }

    /** A goal in this state, with an open action for it. */
    private static Goal goal(GoalStatus status) {
        return Goal.newBuilder()
                .setGoalId("g1")
                .setTargetMetric("cart/latency")
                .setPriority(8)
                .setCurrentValue(500.0)
                .setStatus(status)
                .setCreatedAt(Instant.ofEpochMilli(DecisionTenant.START_MS))
                .build();
    }

    private static DecisionTenant goalTenant() {
        DecisionTenant tenant = tenant(Rule.named("tune")
                .onGoals()
                .action("tune")
                .target("cart")
                .prior(0.95, 50)
                .settle(Duration.ofSeconds(20))
                .timeout(Duration.ofSeconds(60))
                .validFor(Duration.ofSeconds(30)));
        tenant.level("cart", "latency", 500);
        tenant.goal(goal(GoalStatus.active));
        tenant.cycle();
        return tenant;
    }

    @Test
    void shouldVerifyByAGoalOnlyWhenItWasAchieved() {
        for (GoalStatus status : List.of(GoalStatus.achieved, GoalStatus.failed, GoalStatus.abandoned)) {
            tenant = goalTenant();
            String id = lastDispatched();
            tenant.cycle();
            tenant.outcome(id, OutcomeStatus.SUCCEEDED);
            tenant.cycle();
            tenant.goal(goal(status));
            tenant.cycles(2);
            tenant.restart();
            tenant.cycles(3);
            boolean achieved = status == GoalStatus.achieved;
            assertThat(tenant.out.states())
                    .as(status.name())
                    .containsExactly(SUCCEEDED, achieved ? VERIFIED : INEFFECTIVE);
            if (!achieved) {
                assertThat(reason()).startsWith("not verified: what it answers is no longer looked for");
                nothingWasLearned();
            }
            assertThat(tenant.decisions.open()).isEmpty();
        }
    }

    @Test
    void shouldNotVerifyWhatANewPolicyNoLongerAsksFor() {
        Rule collect = Rule.named("collect")
                .onTenant()
                .when("levels['office/overdue'] > 10.0")
                .action("collect")
                .target("invoices")
                .prior(0.95, 50)
                .settle(Duration.ofSeconds(20))
                .timeout(Duration.ofSeconds(60))
                .validFor(Duration.ofSeconds(30))
                .build();
        AutonomySettings full = AutonomySettings.DEFAULTS.at(AutonomyLevel.FULL_AUTO);
        tenant = new DecisionTenant(policy(full, PATIENT, collect));
        tenant.level("office", "overdue", 20.0);
        tenant.cycle();
        String id = lastDispatched();
        tenant.outcome(id, OutcomeStatus.SUCCEEDED);
        tenant.policy = policy(full, PATIENT, cure("restart").build());
        tenant.cycles(4);
        assertThat(tenant.out.states()).containsExactly(SUCCEEDED, INEFFECTIVE);
        assertThat(reason()).startsWith("not verified: what it answers is no longer looked for");
        nothingWasLearned();
    }
}
