package io.aurea.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.autonomy.AutonomyLevel;
import io.aurea.fixture.DecisionTenant;
import io.aurea.policy.TenantPolicy;
import io.aurea.schema.Decision;
import io.aurea.schema.DecisionState;
import io.aurea.schema.DecisionType;
import io.aurea.schema.Goal;
import io.aurea.schema.GoalStatus;
import io.aurea.schema.OutcomeStatus;
import io.aurea.schema.PatternType;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Decisions under the built-in policy. */
class BuiltInPolicyTest {
    private final DecisionTenant tenant = new DecisionTenant(TenantPolicy.BUILT_IN.decisions());

    private Decision only(DecisionState state) {
        assertThat(tenant.out.decisions())
                .filteredOn(d -> d.getState() == state)
                .hasSize(1);
        return tenant.out.decisions().stream()
                .filter(d -> d.getState() == state)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldDoNothingWhereNothingIsWrong() {
        tenant.cycles(30);
        assertThat(tenant.out.decisions()).isEmpty();
        assertThat(tenant.out.learnings()).isEmpty();
        assertThat(tenant.out.cycles()).hasSize(30).allMatch(c -> c.getComplete() && c.getAutonomyLevel() == 50);
    }

    @Test
    void shouldAskForACureAtSupervisedSinceNothingIsLearnedYet() {
        tenant.slow("cart");
        tenant.cycle();
        Decision d = only(DecisionState.AWAITING_APPROVAL);
        assertThat(d.getAction()).isEqualTo("fail_over");
        assertThat(d.getConfidenceThreshold()).isEqualTo(0.85);
        assertThat(d.getPropensity()).isEqualTo(1.0);
    }

    @Test
    void shouldAskForWhatMayHelpAlsoAtFullAutoOnceItHasLasted() {
        tenant.autonomy(AutonomyLevel.FULL_AUTO);
        tenant.level("cart", "latency", 300);
        tenant.on(PatternType.INCREASING_LATENCY, "cart", "latency");
        tenant.cycles(17);
        assertThat(tenant.out.decisions()).isEmpty();
        tenant.cycles(3);
        Decision d = only(DecisionState.AWAITING_APPROVAL);
        assertThat(d.getRule()).isIn("restart-as-a-last-resort", "scale-out-as-a-last-resort");
        assertThat(d.getAlternatives()).hasSize(1);
        assertThat(d.getPropensity()).isBetween(0.001, 1.0);
        assertThat(d.getPropensityDraws()).isEqualTo(1000);
        tenant.approve(d.getDecisionId());
        tenant.outcome(d.getDecisionId(), OutcomeStatus.SUCCEEDED);
        tenant.well("cart");
        tenant.cycles(13);
        assertThat(only(DecisionState.VERIFIED).getApprovedBy()).isEqualTo("alice");
    }

    @Test
    void shouldCollectOnceADayAtAutonomousAndAskBelow() {
        tenant.business("overdue_total", 12_000.0);
        tenant.cycle();
        assertThat(only(DecisionState.AWAITING_APPROVAL).getDecisionType()).isEqualTo(DecisionType.financial);

        DecisionTenant autonomous = new DecisionTenant(TenantPolicy.BUILT_IN.decisions());
        autonomous.autonomy(AutonomyLevel.AUTONOMOUS);
        autonomous.business("overdue_total", 12_000.0);
        autonomous.cycle();
        autonomous.outcome(autonomous.out.last().getDecisionId(), OutcomeStatus.SUCCEEDED);
        autonomous.cycles(100);
        assertThat(autonomous.out.states())
                .containsExactly(DecisionState.PROPOSED, DecisionState.DISPATCHED, DecisionState.SUCCEEDED);
        autonomous.skip(8_640);
        autonomous.cycle();
        assertThat(autonomous.out.last().getState()).isEqualTo(DecisionState.DISPATCHED);
    }

    @Test
    void shouldHoldOnToABusinessMetricThatIsCountedRarely() {
        tenant.autonomy(AutonomyLevel.AUTONOMOUS);
        tenant.business("scheduling_conflicts", 2.0);
        tenant.cycle();
        Decision d = only(DecisionState.DISPATCHED);
        tenant.business("scheduling_conflicts", null);
        tenant.cycles(3);
        tenant.outcome(d.getDecisionId(), OutcomeStatus.SUCCEEDED);
        tenant.cycles(85);
        assertThat(tenant.out.decisions().stream().filter(x -> x.getState() == DecisionState.DISPATCHED))
                .as("again after 900 s, the value is still known")
                .hasSize(1);
        tenant.cycles(5);
        assertThat(tenant.out.decisions().stream().filter(x -> x.getState() == DecisionState.DISPATCHED))
                .hasSize(2);
    }

    @Test
    void shouldAskToRestartAFrontendOnceItHasLastedAndHaveItLookedAtUntilThen() {
        tenant.health("web", false);
        tenant.on(PatternType.FRONTEND_HEALTH_DEGRADATION, "web", "up");
        tenant.cycle();
        Decision look = only(DecisionState.DISPATCHED);
        assertThat(look.getAction()).isEqualTo("investigate");
        assertThat(look.getConfidence()).isEqualTo(0.95);
        tenant.outcome(look.getDecisionId(), OutcomeStatus.SUCCEEDED);
        tenant.cycles(20);
        assertThat(only(DecisionState.AWAITING_APPROVAL).getAction()).isEqualTo("restart");
    }

    @Test
    void shouldCallForHelpAlsoWhenMostIsDown() {
        for (int i = 0; i < 5; i++) {
            tenant.health("s" + i, false);
        }
        tenant.silence("cart");
        tenant.healthScore(10.0);
        tenant.cycle();
        assertThat(only(DecisionState.DISPATCHED).getDecisionType()).isEqualTo(DecisionType.emergency);
    }

    @Test
    void shouldReviewAGoalThatDoesNotMoveAndWeighItAsAnOpportunity() {
        tenant.goal(Goal.newBuilder()
                .setGoalId("g1")
                .setTargetMetric("cart/latency")
                .setPriority(8)
                .setProgress(0)
                .setCurrentValue(500.0)
                .setStatus(GoalStatus.active)
                .setCreatedAt(Instant.ofEpochMilli(DecisionTenant.START_MS))
                .build());
        tenant.cycle();
        Decision review = only(DecisionState.DISPATCHED);
        assertThat(review.getAction()).isEqualTo("review_goal");
        assertThat(review.getGoals()).containsExactly("g1");
        assertThat(review.getDecisionType()).isEqualTo(DecisionType.tactical);
        tenant.slow("cart");
        tenant.cycle();
        assertThat(only(DecisionState.AWAITING_APPROVAL).getScoreTerms()).containsEntry("opportunity", 0.8);
    }
}
