package io.aurea.decision;

import static io.aurea.fixture.DecisionTenant.cure;
import static io.aurea.fixture.DecisionTenant.policy;
import static io.aurea.schema.DecisionState.EXPIRED;
import static io.aurea.schema.DecisionState.INEFFECTIVE;
import static io.aurea.schema.DecisionState.RECOVERED_BEFORE;
import static io.aurea.schema.DecisionState.SUCCEEDED;
import static io.aurea.schema.DecisionState.VERIFIED;
import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.autonomy.AutonomyLevel;
import io.aurea.autonomy.AutonomySettings;
import io.aurea.fixture.DecisionTenant;
import io.aurea.guard.GuardSettings;
import io.aurea.rule.Effect;
import io.aurea.rule.Effect.Direction;
import io.aurea.rule.Effect.Measure;
import io.aurea.schema.Decision;
import io.aurea.schema.OutcomeStatus;
import io.aurea.schema.PatternType;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What counts as a cure and what does not, and that only what was judged moves anything. */
class VerifyingTest extends HealingStory {
    /**
     * Faults of 3 minutes that end by themselves, and an executor that answers after 4 minutes and does nothing; the
     * pattern ends three calm windows after the fault. Formerly 59 of 59 were VERIFIED, with a posterior of 0.93.
     */
    @Test
    void shouldNotBelieveAnActionWhoseFaultsEndByThemselves() {
        tenant = tenant(cure("restart").timeout(Duration.ofMinutes(10)).validFor(Duration.ofMinutes(5)));
        int dispatched = 0;
        for (int episode = 0; episode < 59; episode++) {
            String id = dispatched();
            double confidence = tenant.decisions.open().get(0).getConfidence();
            assertThat(confidence).as("unmoved").isCloseTo(0.8916, org.assertj.core.api.Assertions.within(1e-4));
            dispatched++;
            long began = tenant.endMs() + 3_000;
            tenant.cycles(17);
            tenant.calm("cart");
            tenant.cycles(3);
            tenant.well("cart");
            tenant.cycles(4);
            tenant.outcome(id, OutcomeStatus.SUCCEEDED, null, began);
            tenant.cycles(30);
            assertThat(tenant.out.states()).containsExactly(SUCCEEDED, RECOVERED_BEFORE);
            nothingWasLearned();
            tenant.out.clear();
        }
        assertThat(dispatched).isEqualTo(59);
        assertThat(tenant.decisions.serviceLevels().falseFireRate()).isEqualTo(1);
        assertThat(tenant.decisions.level()).isEqualTo(AutonomyLevel.FULL_AUTO);
        tenant.slow("cart");
        tenant.cycle();
        assertThat(tenant.out.last().getConfidenceThreshold()).isEqualTo(0.65);
    }

    @Test
    void shouldGoByTheLastEvidenceAndNotByTheEndOfThePatternSomeWindowsLater() {
        String id = dispatched();
        tenant.calm("cart");
        tenant.cycles(2);
        tenant.outcome(id, OutcomeStatus.SUCCEEDED);
        tenant.well("cart");
        tenant.cycle();
        assertThat(tenant.out.states()).containsExactly(SUCCEEDED, RECOVERED_BEFORE);
        assertThat(reason()).contains("no longer showed the symptom", "can have worked from");
        nothingWasLearned();
    }

    @Test
    void shouldVerifyWhatWasStillThereWhenTheActionCameThoughThePatternEndsLater() {
        String id = dispatched();
        tenant.cycle();
        tenant.outcome(id, OutcomeStatus.SUCCEEDED);
        tenant.calm("cart");
        tenant.cycles(4);
        assertThat(tenant.out.states()).as("calm, but not over").containsExactly(SUCCEEDED);
        tenant.well("cart");
        tenant.cycle();
        assertThat(tenant.out.states()).containsExactly(SUCCEEDED, VERIFIED);
        assertThat(belief().successes()).isEqualTo(1);
    }

    /** A pattern over a run of windows still has evidence of it for some windows after the symptom. */
    @Test
    void shouldGoByTheNumberBehindAPatternWhoseEvidenceOutlivesIt() {
        String id = dispatched();
        tenant.level("cart", "latency", 101);
        tenant.cycles(3);
        tenant.outcome(id, OutcomeStatus.SUCCEEDED);
        tenant.cycles(3);
        assertThat(tenant.out.states()).as("not INEFFECTIVE while it is calm").containsExactly(SUCCEEDED);
        tenant.well("cart");
        tenant.cycle();
        assertThat(tenant.out.states()).containsExactly(SUCCEEDED, RECOVERED_BEFORE);
        nothingWasLearned();
    }

    /** Whoever calls measures it, and it is the callee that is acted on. */
    @Test
    void shouldActOnALatencyThatACallerMeasuresAndJudgeByIt() {
        tenant.level("frontend", "calls.cart", 500);
        tenant.on(PatternType.INCREASING_LATENCY, "cart", "calls.cart", "source", "frontend");
        tenant.cycle();
        assertThat(tenant.out.last().getTarget()).isEqualTo("cart");
        tenant.outcome(lastDispatched(), OutcomeStatus.SUCCEEDED);
        tenant.cycle();
        tenant.level("frontend", "calls.cart", 101);
        tenant.cycle();
        tenant.off(PatternType.INCREASING_LATENCY, "cart", "calls.cart");
        tenant.cycles(10);
        assertThat(tenant.out.states()).containsExactly(SUCCEEDED, VERIFIED);
    }

    @Test
    void shouldNotWaitForEverForASymptomThatNeitherShowsNorEnds() {
        String id = dispatched();
        tenant.cycle();
        tenant.outcome(id, OutcomeStatus.SUCCEEDED);
        tenant.calm("cart");
        tenant.cycles(74);
        assertThat(tenant.out.states()).containsExactly(SUCCEEDED);
        tenant.cycle();
        assertThat(tenant.out.states()).startsWith(SUCCEEDED, INEFFECTIVE);
        nothingWasLearned();
    }

    @Test
    void shouldTakeNoCreditForWhatCameBackAndStayed() {
        String id = dispatched();
        tenant.calm("cart");
        tenant.cycles(2);
        tenant.outcome(id, OutcomeStatus.SUCCEEDED);
        tenant.well("cart");
        tenant.slow("cart");
        tenant.cycles(5);
        assertThat(tenant.out.states())
                .startsWith(SUCCEEDED)
                .contains(INEFFECTIVE)
                .doesNotContain(VERIFIED);
    }

    @Test
    void shouldNotCreditAnActionBeforeItCanHaveWorked() {
        for (long worksAfter : new long[] {0, 60}) {
            tenant = tenant(cure("restart").worksAfter(Duration.ofSeconds(worksAfter)));
            String id = dispatched();
            long began = tenant.endMs() + 3_000;
            tenant.cycle();
            tenant.outcome(id, OutcomeStatus.SUCCEEDED, null, began);
            tenant.cycle();
            tenant.well("cart");
            tenant.cycles(10);
            assertThat(tenant.out.states())
                    .as("works after %s s", worksAfter)
                    .containsExactly(SUCCEEDED, worksAfter == 0 ? VERIFIED : RECOVERED_BEFORE);
        }
    }

    @Test
    void shouldBelieveAnExecutorsClockOnlyBetweenDispatchAndOutcome() {
        for (Long said : new Long[] {null, 1L, 32_503_680_000_000L}) {
            tenant = tenant(cure("restart").worksAfter(Duration.ofSeconds(20)));
            String id = dispatched();
            Decision d = tenant.decisions.open().get(0);
            tenant.cycle();
            tenant.outcome(id, OutcomeStatus.SUCCEEDED, null, said);
            long came = tenant.appendTime();
            long from = tenant.out.last().getWorksFrom().toEpochMilli();
            assertThat(from)
                    .as("said %s", said)
                    .isEqualTo(
                            said != null && said == 1
                                    ? Math.max(came, d.getUpdatedAt().toEpochMilli() + 20_000)
                                    : came + 20_000);
        }
    }

    @Test
    void shouldNotVerifyALevelThatWasAccepted() {
        String id = dispatched();
        tenant.cycle();
        tenant.outcome(id, OutcomeStatus.SUCCEEDED);
        tenant.cycle();
        tenant.off(PatternType.INCREASING_LATENCY, "cart", "latency", "accepted by alice: the new version is slower");
        tenant.cycle();
        assertThat(tenant.out.states()).containsExactly(SUCCEEDED, EXPIRED);
        assertThat(reason()).contains("accepted");
        nothingWasLearned();
        assertThat(tenant.decisions.open()).isEmpty();
    }

    @Test
    void shouldRememberThatItWasAcceptedUntilTheOutcomeComes() {
        String id = dispatched();
        tenant.off(PatternType.INCREASING_LATENCY, "cart", "latency", "accepted");
        tenant.cycles(2);
        assertThat(tenant.out.states()).as("the executor is at work").isEmpty();
        tenant.restart();
        tenant.outcome(id, OutcomeStatus.SUCCEEDED);
        tenant.cycle();
        assertThat(tenant.out.states()).containsExactly(SUCCEEDED, EXPIRED);
        nothingWasLearned();
    }

    /** Its publishers may still run: then the number that the symptom had would look cured. */
    @Test
    void shouldNotVerifyWhatEndedSinceItsSourceWasForgotten() {
        String id = dispatched();
        tenant.outcome(id, OutcomeStatus.SUCCEEDED);
        tenant.off(PatternType.INCREASING_LATENCY, "cart", "latency", "retired");
        tenant.cycles(4);
        assertThat(tenant.out.states()).containsExactly(SUCCEEDED, INEFFECTIVE);
        assertThat(reason()).contains("its source was forgotten");
        nothingWasLearned();
        assertThat(tenant.decisions.open()).isEmpty();
    }

    @Test
    void shouldSayThatNothingWasHeardAfterTheActionAndLearnNothingFromIt() {
        String id = dispatched();
        tenant.outcome(id, OutcomeStatus.SUCCEEDED);
        tenant.silence("cart");
        tenant.cycles(16);
        assertThat(tenant.out.states()).startsWith(SUCCEEDED, INEFFECTIVE);
        Decision d = tenant.out.decisions().get(1);
        assertThat(d.getHistory().get(3).getReason())
                .contains("nothing was heard after the action")
                .doesNotContain("still there after");
        nothingWasLearned();
    }

    @Test
    void shouldNotRestLongerAfterWhatCouldNotBeJudged() {
        GuardSettings backoff = new GuardSettings(3, 0.5, 3, 10, 86_400_000, 32, 60_000, 120_000, 32, 60_000);
        tenant = new DecisionTenant(policy(
                AutonomySettings.DEFAULTS.at(AutonomyLevel.FULL_AUTO),
                backoff,
                cure("restart")
                        .effect(new Effect("m", Measure.LEVEL, Direction.DOWN, 0.8, true))
                        .build()));
        for (int i = 0; i < 6; i++) {
            tenant.outcome(dispatched(), OutcomeStatus.SUCCEEDED);
            tenant.cycles(3);
            assertThat(tenant.out.states()).contains(INEFFECTIVE);
            tenant.well("cart");
            // Until the incident has ended: within it a person has been called.
            tenant.cycles(6);
        }
        nothingWasLearned();
    }
}
