package io.aurea.decision;

import static io.aurea.fixture.DecisionTenant.cure;
import static io.aurea.schema.DecisionState.INEFFECTIVE;
import static io.aurea.schema.DecisionState.RECOVERED_BEFORE;
import static io.aurea.schema.DecisionState.SUCCEEDED;
import static io.aurea.schema.DecisionState.VERIFIED;
import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.fixture.DecisionTenant;
import io.aurea.rule.Effect;
import io.aurea.rule.Effect.Direction;
import io.aurea.rule.Effect.Measure;
import io.aurea.schema.DecisionState;
import io.aurea.schema.OutcomeStatus;
import io.aurea.schema.PatternType;
import org.junit.jupiter.api.Test;

/** What counts as a cure where a share of attempts showed the trouble. */
class VerifyingRatesTest extends HealingStory {
    /** @return the end of a decline of 40 % whose action came after so many windows of so many attempts without a failure */
    private DecisionState declineThatWasCalmBefore(int windows, long attempts) {
        tenant = tenant(cure("restart").on(PatternType.DECLINING_SUCCESS_RATE).effect(Effect.NONE));
        tenant.operations("cart", "buy", 100, 40, 0.01);
        tenant.on(PatternType.DECLINING_SUCCESS_RATE, "cart", "");
        tenant.cycle();
        String id = lastDispatched();
        tenant.operations("cart", "buy", attempts, 0, 0.01);
        tenant.cycles(windows);
        tenant.outcome(id, OutcomeStatus.SUCCEEDED);
        tenant.operations("cart", "buy", 100, 0, 0.01);
        tenant.cycle();
        tenant.off(PatternType.DECLINING_SUCCESS_RATE, "cart", "");
        tenant.cycles(3);
        return tenant.out.last().getState();
    }

    @Test
    void shouldCallARateGoneBeforeWhenItsAttemptsSaySo() {
        assertThat(declineThatWasCalmBefore(3, 10)).isEqualTo(RECOVERED_BEFORE);
        assertThat(declineThatWasCalmBefore(1, 100)).isEqualTo(RECOVERED_BEFORE);
        assertThat(declineThatWasCalmBefore(1, 5)).as("5 of 5 come at 40 % too").isEqualTo(INEFFECTIVE);
        assertThat(reason()).contains("may have been gone before the action can have worked");
        nothingWasLearned();
        assertThat(declineThatWasCalmBefore(0, 100)).isEqualTo(VERIFIED);
    }

    /** A policy that asks for a greater drop ended the pattern, and a restart that changed nothing was VERIFIED. */
    @Test
    void shouldNotVerifyWhileTheNumberThatShowedThePatternIsAsItWas() {
        tenant = tenant(cure("restart").on(PatternType.DECLINING_SUCCESS_RATE).effect(Effect.NONE));
        tenant.operations("cart", "buy", 100, 40, 0.01);
        tenant.on(PatternType.DECLINING_SUCCESS_RATE, "cart", "");
        tenant.cycle();
        tenant.outcome(lastDispatched(), OutcomeStatus.SUCCEEDED);
        tenant.off(PatternType.DECLINING_SUCCESS_RATE, "cart", "");
        tenant.cycles(200);
        assertThat(tenant.out.states()).containsExactly(SUCCEEDED, INEFFECTIVE);
        nothingWasLearned();
    }

    /** With a reference of 0 half way back from 30 % was 15 %, which are usual here. */
    @Test
    void shouldHoldFailuresOfOneClassAgainstWhatIsUsualOfThem() {
        tenant = tenant(cure("restart").on(PatternType.FAILURE_TIMEOUT).effect(Effect.NONE));
        tenant.operations("cart", "buy", 1_000, 300, 0.2);
        tenant.on(PatternType.FAILURE_TIMEOUT, "cart", "", "reference", "0.2");
        tenant.cycle();
        String id = lastDispatched();
        tenant.operations("cart", "buy", 1_000, 200, 0.2);
        tenant.cycles(2);
        tenant.outcome(id, OutcomeStatus.SUCCEEDED);
        tenant.off(PatternType.FAILURE_TIMEOUT, "cart", "");
        tenant.cycles(3);
        assertThat(tenant.out.states()).containsExactly(SUCCEEDED, RECOVERED_BEFORE);
    }

    private DecisionTenant declining(Double reference, long attempts, long failed) {
        DecisionTenant t = tenant(cure("restart")
                .on(PatternType.DECLINING_SUCCESS_RATE)
                .effect(new Effect("success_rate", Measure.LEVEL, Direction.UP, 0.8, false)));
        t.operations("cart", "buy", attempts, failed, reference);
        t.on(PatternType.DECLINING_SUCCESS_RATE, "cart", "");
        t.cycle();
        return t;
    }

    private void over(long attempts, long failed, Double reference) {
        String id = lastDispatched();
        tenant.outcome(id, OutcomeStatus.SUCCEEDED);
        tenant.off(PatternType.DECLINING_SUCCESS_RATE, "cart", "");
        tenant.operations("cart", "buy", attempts, failed, reference);
        tenant.cycles(16);
    }

    @Test
    void shouldNotVerifyASuccessRateThatStaysWhereItWas() {
        tenant = declining(0.001, 200, 38);
        assertThat(tenant.out.last().getEffectBaseline()).isEqualTo(0.999);
        assertThat(tenant.out.last().getEffectBefore()).isEqualTo(0.81);
        assertThat(tenant.out.last().getEffectBeforeAttempts()).isEqualTo(200);
        over(200, 40, 0.2);
        assertThat(tenant.out.states()).containsExactly(SUCCEEDED, INEFFECTIVE);
        assertThat(reason()).contains("success_rate is 0.8", "was 0.81", "its reference is 0.999");
        assertThat(tenant.decisions.serviceLevels().judged()).isOne();
    }

    @Test
    void shouldAddUpAttemptsUntilTheyTell() {
        tenant = declining(0.001, 200, 38);
        over(30, 0, 0.001);
        assertThat(tenant.out.states()).containsExactly(SUCCEEDED, VERIFIED);
        assertThat(tenant.out.last().getEffectAttempts())
                .as("so many of 30 a window it takes")
                .isEqualTo(120);
        assertThat(tenant.out.last().getEffectCounted()).isEqualTo(120);
    }

    @Test
    void shouldNotJudgeBySoFewAttemptsThatTheySayNothing() {
        tenant = declining(0.001, 200, 38);
        over(2, 0, 0.001);
        assertThat(tenant.out.states()).containsExactly(SUCCEEDED, INEFFECTIVE);
        assertThat(reason()).contains("not verified", "too few attempts");
        assertThat(tenant.decisions.serviceLevels().judged()).isZero();
    }

    @Test
    void shouldTakeNoCreditWhereTheRateWasWithinItsReference() {
        tenant = declining(0.19, 200, 38);
        over(200, 0, 0.19);
        assertThat(tenant.out.states()).containsExactly(SUCCEEDED, INEFFECTIVE);
        assertThat(reason()).contains("there was no gap to close");
        assertThat(tenant.decisions.serviceLevels().judged()).isZero();
    }
}
