package io.aurea.decision;

import static io.aurea.fixture.DecisionTenant.cure;
import static io.aurea.fixture.DecisionTenant.policy;
import static io.aurea.schema.DecisionState.DISPATCHED;
import static io.aurea.schema.DecisionState.FAILED;
import static io.aurea.schema.DecisionState.INEFFECTIVE;
import static io.aurea.schema.DecisionState.SUCCEEDED;
import static io.aurea.schema.DecisionState.TIMED_OUT;
import static io.aurea.schema.DecisionState.VERIFIED;
import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.autonomy.AutonomyLevel;
import io.aurea.fixture.DecisionTenant;
import io.aurea.schema.Decision;
import io.aurea.schema.DecisionState;
import io.aurea.schema.OutcomeStatus;
import io.aurea.schema.PatternType;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OutcomesTest {
    private DecisionTenant tenant =
            new DecisionTenant(policy(AutonomyLevel.AUTONOMOUS, cure("restart").build()));

    private String dispatched() {
        tenant.slow("cart");
        tenant.cycle();
        assertThat(tenant.out.last().getState()).isEqualTo(DISPATCHED);
        String id = tenant.out.last().getDecisionId();
        tenant.out.clear();
        return id;
    }

    @Test
    void shouldRefuseAnOutcomeOfADecisionThatNobodyKnows() {
        tenant.cycle();
        tenant.out.clear();
        tenant.outcome("77-1", OutcomeStatus.SUCCEEDED);
        assertThat(tenant.out.all()).singleElement().asString().contains("no decision 77-1 is known");
    }

    @Test
    void shouldTakeAnOutcomeOnce() {
        String id = dispatched();
        tenant.outcome(id, OutcomeStatus.SUCCEEDED);
        tenant.out.clear();
        tenant.outcome(id, OutcomeStatus.SUCCEEDED);
        tenant.outcome(id, OutcomeStatus.FAILED);
        assertThat(tenant.out.all())
                .hasSize(2)
                .allSatisfy(o -> assertThat(o).asString().contains("decision 1-1 is SUCCEEDED", "taken once"));
        tenant.well("cart");
        tenant.cycles(3);
        assertThat(tenant.out.states()).containsExactly(VERIFIED);
        tenant.out.clear();
        tenant.outcome(id, OutcomeStatus.FAILED);
        assertThat(tenant.out.all()).singleElement().asString().contains("decision 1-1 is VERIFIED since");
    }

    @Test
    void shouldRefuseAnOutcomeOfADecisionThatWasNeverDispatched() {
        tenant = new DecisionTenant(
                policy(AutonomyLevel.ASSISTED, cure("restart").build()));
        tenant.slow("cart");
        tenant.cycle();
        String id = tenant.out.last().getDecisionId();
        tenant.out.clear();
        tenant.outcome(id, OutcomeStatus.SUCCEEDED);
        assertThat(tenant.out.all()).singleElement().asString().contains("is AWAITING_APPROVAL");
        tenant.approve(id);
        assertThat(tenant.out.last().getState()).isEqualTo(DISPATCHED);
    }

    @Test
    void shouldRefuseAStatusItDoesNotKnowAndGoOnWaiting() {
        String id = dispatched();
        tenant.outcome(id, OutcomeStatus.UNKNOWN);
        assertThat(tenant.out.all()).singleElement().asString().contains("allowed: SUCCEEDED, FAILED");
        tenant.outcome(id, OutcomeStatus.SUCCEEDED);
        assertThat(tenant.out.states()).containsExactly(SUCCEEDED);
    }

    @Test
    void shouldNotCountALateSuccessButLetItsTargetSettleAgain() {
        tenant = new DecisionTenant(policy(
                AutonomyLevel.AUTONOMOUS,
                cure("restart").settle(Duration.ofSeconds(30)).build(),
                cure("roll_back").settle(Duration.ofSeconds(30)).build()));
        String id = dispatched();
        tenant.cycles(7);
        assertThat(tenant.out.states()).containsExactly(TIMED_OUT);
        tenant.cycles(2);
        tenant.outcome(id, OutcomeStatus.SUCCEEDED);
        assertThat(tenant.out.deadLetters()).singleElement().asString().contains("is TIMED_OUT since");
        tenant.cycles(2);
        assertThat(tenant.out.states()).as("the late action settles").containsExactly(TIMED_OUT);
        tenant.cycles(2);
        assertThat(tenant.out.last().getState()).isEqualTo(DISPATCHED);
        assertThat(tenant.out.last().getAction()).isNotEqualTo("nothing");
        assertThat(tenant.decisions.serviceLevels().verifiedRate())
                .as("nothing was judged")
                .isNull();
    }

    @Test
    void shouldNotBeVerifiedWithoutData() {
        String id = dispatched();
        tenant.outcome(id, OutcomeStatus.SUCCEEDED);
        tenant.well("cart");
        tenant.silence("cart");
        tenant.cycles(14);
        assertThat(tenant.out.states()).as("data may still come").containsExactly(SUCCEEDED);
        tenant.cycle();
        assertThat(tenant.out.states()).containsExactly(SUCCEEDED, INEFFECTIVE);
        assertThat(tenant.out.last().getHistory().get(3).getReason())
                .contains("not verified", "nothing was heard of it after the action");
    }

    @Test
    void shouldNotBeVerifiedWhileTheMetricIsFarFromWhereItWasExpected() {
        String id = dispatched();
        tenant.outcome(id, OutcomeStatus.SUCCEEDED);
        tenant.well("cart");
        tenant.level("cart", "latency", 400);
        tenant.cycles(15);
        assertThat(tenant.out.states()).containsExactly(SUCCEEDED, INEFFECTIVE);
        assertThat(tenant.out.last().getHistory().get(3).getReason()).contains("cart/latency is 400");
    }

    @Test
    void shouldCountAnActionWhoseSymptomWasGoneBeforeItWasCarriedOutAsAFalseFire() {
        String id = dispatched();
        tenant.well("cart");
        tenant.cycle();
        tenant.outcome(id, OutcomeStatus.SUCCEEDED);
        tenant.cycles(3);
        assertThat(tenant.out.states()).containsExactly(SUCCEEDED, DecisionState.RECOVERED_BEFORE);
        assertThat(tenant.decisions.serviceLevels().falseFireRate()).isEqualTo(1);
        assertThat(tenant.decisions.serviceLevels().judged()).isZero();
    }

    @Test
    void shouldEndWhatOnlyInformsWithItsOutcomeAndLearnNothingFromIt() {
        tenant = new DecisionTenant(
                policy(AutonomyLevel.AUTONOMOUS, cure("look").informsOnly().build()));
        String id = dispatched();
        tenant.outcome(id, OutcomeStatus.SUCCEEDED);
        tenant.cycles(30);
        assertThat(tenant.out.states()).containsExactly(SUCCEEDED);
        assertThat(tenant.decisions.open()).isEmpty();
        assertThat(tenant.out.learnings()).isEmpty();
        assertThat(tenant.decisions.serviceLevels().judged()).isZero();
    }

    @Test
    void shouldNeverCountSkippedRejectedOrTimedOutAsSuccess() {
        for (DecisionState end : new DecisionState[] {DecisionState.EXPIRED, DecisionState.REJECTED, TIMED_OUT}) {
            boolean asks = end == DecisionState.REJECTED;
            tenant = new DecisionTenant(policy(
                    asks ? AutonomyLevel.ASSISTED : AutonomyLevel.AUTONOMOUS,
                    cure("restart").build()));
            tenant.slow("cart");
            tenant.cycle();
            Decision first = tenant.out.last();
            if (asks) {
                tenant.reject(first.getDecisionId());
            } else {
                tenant.outcome(
                        first.getDecisionId(), end == TIMED_OUT ? OutcomeStatus.TIMED_OUT : OutcomeStatus.SKIPPED);
            }
            assertThat(tenant.out.last().getState()).isEqualTo(end);
            tenant.well("cart");
            tenant.cycles(5);
            tenant.slow("cart");
            tenant.cycles(8);
            assertThat(tenant.out.last().getConfidence())
                    .as("confidence after %s", end)
                    .isEqualTo(first.getConfidence());
            assertThat(tenant.out.cycles()).allMatch(c -> c.getActionsSuccessful() == 0);
        }
    }

    @Test
    void shouldClassAFailure() {
        String id = dispatched();
        tenant.outcome(id, OutcomeStatus.FAILED, "read timed out");
        assertThat(tenant.out.states()).containsExactly(FAILED);
        assertThat(tenant.out.last().getFailureClass()).isEqualTo("timeout");
        assertThat(tenant.out.learnings()).singleElement().satisfies(l -> {
            assertThat(l.getRootCause()).contains("timeout");
            assertThat(l.getImpact()).isEqualTo("medium");
            assertThat(l.getMistake()).contains("restart of cart");
            assertThat(l.getLesson()).contains("confidence in restart against INCREASING_LATENCY stays");
        });
    }

    @Test
    void shouldVerifyThatASilentSourceSpeaksAgain() {
        tenant = new DecisionTenant(policy(
                AutonomyLevel.AUTONOMOUS,
                cure("restart")
                        .on(PatternType.SILENT_SOURCE)
                        .effect(io.aurea.rule.Effect.NONE)
                        .build()));
        tenant.level("pay", "latency", 100);
        tenant.cycle();
        tenant.silence("pay");
        tenant.on(PatternType.SILENT_SOURCE, "pay", "");
        tenant.cycle();
        String id = tenant.out.last().getDecisionId();
        tenant.outcome(id, OutcomeStatus.SUCCEEDED);
        tenant.level("pay", "latency", 100);
        tenant.off(PatternType.SILENT_SOURCE, "pay", "");
        tenant.cycles(3);
        assertThat(tenant.out.last().getState()).isEqualTo(VERIFIED);
    }
}
