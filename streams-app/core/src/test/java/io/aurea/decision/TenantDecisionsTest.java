package io.aurea.decision;

import static io.aurea.fixture.DecisionTenant.cure;
import static io.aurea.fixture.DecisionTenant.policy;
import static io.aurea.schema.DecisionState.AWAITING_APPROVAL;
import static io.aurea.schema.DecisionState.DISPATCHED;
import static io.aurea.schema.DecisionState.ESCALATED;
import static io.aurea.schema.DecisionState.EXPIRED;
import static io.aurea.schema.DecisionState.FAILED;
import static io.aurea.schema.DecisionState.INEFFECTIVE;
import static io.aurea.schema.DecisionState.PROPOSED;
import static io.aurea.schema.DecisionState.REJECTED;
import static io.aurea.schema.DecisionState.SUCCEEDED;
import static io.aurea.schema.DecisionState.SUPPRESSED;
import static io.aurea.schema.DecisionState.TIMED_OUT;
import static io.aurea.schema.DecisionState.VERIFIED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.aurea.autonomy.AutonomyLevel;
import io.aurea.fixture.DecisionTenant;
import io.aurea.rule.Rule;
import io.aurea.schema.CommandKind;
import io.aurea.schema.CycleMetrics;
import io.aurea.schema.Decision;
import io.aurea.schema.DecisionStep;
import io.aurea.schema.OutcomeStatus;
import org.junit.jupiter.api.Test;

class TenantDecisionsTest {
    private final DecisionTenant tenant =
            new DecisionTenant(policy(AutonomyLevel.AUTONOMOUS, cure("restart").build()));

    /** Gets one decision DISPATCHED. */
    private String dispatched() {
        tenant.slow("cart");
        tenant.cycle();
        assertThat(tenant.out.states()).containsExactly(PROPOSED, DISPATCHED);
        String id = tenant.out.last().getDecisionId();
        tenant.out.clear();
        return id;
    }

    /** Gets one decision that awaits approval. */
    private String asked() {
        tenant.autonomy(AutonomyLevel.ASSISTED);
        tenant.policy = policy(AutonomyLevel.ASSISTED, cure("restart").build());
        tenant.slow("cart");
        tenant.cycle();
        assertThat(tenant.out.states()).containsExactly(PROPOSED, AWAITING_APPROVAL);
        String id = tenant.out.last().getDecisionId();
        tenant.out.clear();
        return id;
    }

    @Test
    void shouldDispatchWhatEveryGuardAllowsWithAllItRestsOn() {
        tenant.slow("cart");
        tenant.cycle();
        assertThat(tenant.out.states()).containsExactly(PROPOSED, DISPATCHED);
        Decision d = tenant.out.last();
        assertThat(d.getDecisionId()).isEqualTo("1-1");
        assertThat(d.getRevision()).isEqualTo(2);
        assertThat(d.getHistory()).extracting(DecisionStep::getState).containsExactly(PROPOSED, DISPATCHED);
        assertThat(d.getAction()).isEqualTo("restart");
        assertThat(d.getTarget()).isEqualTo("cart");
        assertThat(d.getConfidence()).as("5 % quantile of Beta(47.5, 2.5)").isCloseTo(0.8916, within(1e-4));
        assertThat(d.getConfidenceThreshold()).isEqualTo(0.75);
        assertThat(d.getPropensity()).isEqualTo(1.0);
        assertThat(d.getPatterns()).containsExactly("INCREASING_LATENCY:cart:latency");
        assertThat(d.getTrends()).containsExactly("cart/latency@2023-11-14T22:13:30Z=500");
        assertThat(d.getGuards())
                .hasSize(17)
                .allMatch(g -> g.getAllowed() && !g.getReason().isEmpty());
        assertThat(d.getScoreTerms())
                .containsOnlyKeys(
                        "confidence",
                        "impact",
                        "opportunity",
                        "opportunity_weight",
                        "priority",
                        "priority_weight",
                        "risk",
                        "risk_weight");
        assertThat(d.getEffectBefore()).isEqualTo(500);
        assertThat(d.getEffectBaseline()).isEqualTo(100);
        assertThat(d.getValidUntil().toEpochMilli()).isEqualTo(tenant.appendTime() + 30_000);
        assertThat(d.getOutcomeDeadline().toEpochMilli()).isEqualTo(tenant.appendTime() + 60_000);
        assertThat(d.getPolicyVersion()).isEqualTo(7);
        CycleMetrics cycle = tenant.out.cycles().get(0);
        assertThat(cycle.getDecisionsCount()).isEqualTo(1);
        assertThat(cycle.getComplete()).isFalse();
        assertThat(cycle.getAutonomyLevel()).isEqualTo(75);
        assertThat(tenant.out.deadLetters()).isEmpty();
    }

    @Test
    void shouldVerifyBySymptomAfterTheSettleTime() {
        String id = dispatched();
        tenant.outcome(id, OutcomeStatus.SUCCEEDED);
        assertThat(tenant.out.states()).containsExactly(SUCCEEDED);
        CycleMetrics cycle = tenant.out.cycles().get(0);
        assertThat(cycle.getRevision()).isEqualTo(2);
        assertThat(cycle.getActionsSuccessful()).isEqualTo(1);
        assertThat(cycle.getActionSuccessRate()).isEqualTo(1);
        assertThat(cycle.getComplete()).isTrue();
        tenant.out.clear();
        tenant.well("cart");
        tenant.cycles(2);
        assertThat(tenant.out.states()).isEmpty();
        tenant.cycle();
        assertThat(tenant.out.states()).containsExactly(VERIFIED);
        assertThat(tenant.decisions.open()).isEmpty();
        tenant.cycles(20);
        assertThat(tenant.out.states()).containsExactly(VERIFIED);
    }

    @Test
    void shouldCallAPersonWhenTheSymptomStaysAndNothingIsLeft() {
        String id = dispatched();
        tenant.outcome(id, OutcomeStatus.SUCCEEDED);
        tenant.cycles(4);
        assertThat(tenant.out.states()).containsExactly(SUCCEEDED, INEFFECTIVE, ESCALATED);
        assertThat(tenant.out.last().getHistory().get(4).getReason())
                .contains("every action has been tried", "1-1 restart of cart: INEFFECTIVE");
        tenant.cycles(50);
        assertThat(tenant.out.states()).containsExactly(SUCCEEDED, INEFFECTIVE, ESCALATED);
    }

    @Test
    void shouldTakeTheNextActionAsARetry() {
        tenant.policy = policy(
                AutonomyLevel.AUTONOMOUS,
                cure("restart").prior(0.95, 10).build(),
                cure("scale_out").prior(0.85, 100).priority(1).build());
        tenant.slow("cart");
        tenant.cycle();
        Decision first = tenant.out.last();
        tenant.out.clear();
        tenant.outcome(first.getDecisionId(), OutcomeStatus.FAILED);
        tenant.cycle();
        assertThat(tenant.out.states()).containsExactly(FAILED, PROPOSED, DISPATCHED);
        Decision second = tenant.out.last();
        assertThat(second.getRetryOf()).isEqualTo(first.getDecisionId());
        assertThat(second.getAttempt()).isEqualTo(2);
        assertThat(second.getAction()).isNotEqualTo(first.getAction());
        assertThat(tenant.out.decisions().get(0).getFailureClass()).isEqualTo("timeout");
    }

    @Test
    void shouldTimeOutByEventTimeWhenNobodyAnswers() {
        dispatched();
        tenant.cycles(6);
        assertThat(tenant.out.states()).isEmpty();
        tenant.cycle();
        assertThat(tenant.out.states()).containsExactly(TIMED_OUT, ESCALATED);
        CycleMetrics revised = tenant.out.cycles().stream()
                .filter(c -> c.getCycleNumber() == 1)
                .findFirst()
                .orElseThrow();
        assertThat(revised.getActionsFailed()).isEqualTo(1);
        assertThat(revised.getComplete()).isTrue();
    }

    @Test
    void shouldTimeOutWhileTheTenantIsDormant() {
        dispatched();
        tenant.decisions.elapsed(tenant.endMs() + 61_999, null, tenant.policy, tenant.out);
        assertThat(tenant.out.states()).isEmpty();
        tenant.decisions.elapsed(tenant.endMs() + 62_000, null, tenant.policy, tenant.out);
        assertThat(tenant.out.states()).containsExactly(TIMED_OUT);
    }

    @Test
    void shouldAskAPersonAndDispatchWhenApproved() {
        String id = asked();
        tenant.approve(id);
        assertThat(tenant.out.states()).containsExactly(DISPATCHED);
        assertThat(tenant.out.last().getApprovedBy()).isEqualTo("alice");
        assertThat(tenant.out.last().getGuards()).allMatch(g -> g.getAllowed());
        assertThat(tenant.out.deadLetters()).isEmpty();
    }

    @Test
    void shouldNotAskAgainForThisOnsetWhatAPersonRefused() {
        String id = asked();
        tenant.reject(id);
        assertThat(tenant.out.states()).containsExactly(REJECTED);
        tenant.cycles(10);
        assertThat(tenant.out.states()).containsExactly(REJECTED);
        tenant.well("cart");
        tenant.cycle();
        tenant.slow("cart");
        tenant.cycle();
        assertThat(tenant.out.states()).containsExactly(REJECTED, PROPOSED, AWAITING_APPROVAL);
    }

    @Test
    void shouldExpireAnUnansweredQuestionAndCallAPerson() {
        asked();
        tenant.cycles(60);
        assertThat(tenant.out.states()).isEmpty();
        tenant.cycle();
        assertThat(tenant.out.states()).containsExactly(EXPIRED, ESCALATED);
    }

    @Test
    void shouldExpireTheQuestionWhenTheSymptomGoes() {
        asked();
        tenant.well("cart");
        tenant.cycles(3);
        assertThat(tenant.out.states()).containsExactly(EXPIRED);
        assertThat(tenant.decisions.open()).isEmpty();
    }

    @Test
    void shouldSuppressAnApprovedDecisionThatAGuardDeniesByNow() {
        String id = asked();
        tenant.command(CommandKind.PAUSE, c -> {});
        tenant.approve(id);
        assertThat(tenant.out.states()).containsExactly(SUPPRESSED);
        assertThat(tenant.out.last().getHistory().get(2).getReason())
                .contains("approved by alice", "pause: paused by alice: because");
        assertThat(tenant.out.deadLetters()).isEmpty();
    }

    @Test
    void shouldExpireASkippedDecision() {
        String id = dispatched();
        tenant.outcome(id, OutcomeStatus.SKIPPED);
        assertThat(tenant.out.states()).containsExactly(EXPIRED);
        CycleMetrics cycle = tenant.out.cycles().get(0);
        assertThat(cycle.getActionsExecuted()).isZero();
        assertThat(cycle.getActionSuccessRate()).isNull();
        assertThat(cycle.getComplete()).isTrue();
    }

    /** Regression: a figure in every other window asked for approval each time, and withdrew it each time. */
    @Test
    void shouldAskOnAboutANumberThatIsMissingAndStopWhenItIsWell() {
        tenant.policy = policy(
                AutonomyLevel.AUTONOMOUS,
                Rule.named("collect")
                        .onTenant()
                        .when("levels['office/overdue'] > 150.0")
                        .action("collect")
                        .target("office")
                        .approvalBelow(100)
                        .build());
        tenant.level("office", "overdue", 200);
        tenant.cycle();
        assertThat(tenant.out.states()).containsExactly(PROPOSED, AWAITING_APPROVAL);
        for (int i = 0; i < 5; i++) {
            tenant.missing("office", "overdue");
            tenant.cycle();
            tenant.level("office", "overdue", 200);
            tenant.cycle();
        }
        assertThat(tenant.out.states()).containsExactly(PROPOSED, AWAITING_APPROVAL);

        tenant.level("office", "overdue", 100);
        tenant.cycle();
        assertThat(tenant.out.states()).containsExactly(PROPOSED, AWAITING_APPROVAL, EXPIRED);
        tenant.missing("office", "overdue");
        tenant.cycles(5);
        assertThat(tenant.out.states())
                .as("nothing is missed that did not show")
                .hasSize(3);
    }

    /** Regression: a silent source that came back healthy was restarted once more. */
    @Test
    void shouldNotActAloneOnWhatTheLastWindowDoesNotShow() {
        tenant.policy =
                policy(AutonomyLevel.AUTONOMOUS, cure("restart").attempts(3).build());
        tenant.outcome(dispatched(), OutcomeStatus.SUCCEEDED);
        tenant.silence("cart");
        tenant.cycles(40);
        assertThat(tenant.out.states()).startsWith(SUCCEEDED, INEFFECTIVE).doesNotContain(DISPATCHED);
        tenant.out.clear();

        tenant.calm("cart");
        tenant.cycles(2);
        assertThat(tenant.out.states())
                .as("denied for want of data, and now of a symptom")
                .isEmpty();

        tenant.slow("cart");
        tenant.cycle();
        assertThat(tenant.out.states()).containsExactly(PROPOSED, DISPATCHED);
    }
}
