package io.aurea.topology;

import static io.aurea.fixture.ShopStory.BAD;
import static io.aurea.fixture.ShopStory.GOOD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.aurea.fixture.Observed;
import io.aurea.fixture.ShopStory;
import io.aurea.schema.BrainEntry;
import io.aurea.schema.Command;
import io.aurea.schema.CommandAnswer;
import io.aurea.schema.CommandKind;
import io.aurea.schema.CommandResult;
import io.aurea.schema.CycleMetrics;
import io.aurea.schema.DecisionState;
import io.aurea.schema.DecisionStep;
import io.aurea.schema.Incident;
import io.aurea.schema.IncidentDenial;
import io.aurea.schema.OutcomeStatus;
import io.aurea.topic.Topics;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every state of a decision and every transition, through the topics. */
class DecisionStatesTopologyTest {
    private static final String RULE = """
            autonomy: {level: autonomous}
            rules:
              - name: cure
                patterns: [declining_success_rate]
                when: pattern.source == 'cart'
                action: restart
                target: "{source}"
                min_confidence: 0.1
                approval_below: %d
                settle: 2m
                timeout: 40s
                valid_for: 30s
                approval_deadline: 60s
                attempts: 1
            """;

    private final ShopStory shop = new ShopStory();

    @AfterEach
    void close() {
        shop.close();
    }

    /** Gets a decision dispatched at once. */
    private void dispatched() {
        shop.policy(RULE.formatted(0)).fault().shouldHave("PROPOSED", "DISPATCHED");
    }

    /** Gets a decision that awaits approval. */
    private void asked() {
        shop.policy(RULE.formatted(100)).fault().shouldHave("PROPOSED", "AWAITING_APPROVAL");
    }

    private String reason() {
        var history = shop.last().getHistory();
        return history.get(history.size() - 1).getReason();
    }

    @Test
    void shouldVerifyWhatCured() {
        dispatched();
        shop.outcome(OutcomeStatus.SUCCEEDED)
                .until(GOOD, DecisionState.VERIFIED)
                .windows(10, GOOD);
        shop.shouldHave("PROPOSED", "DISPATCHED", "SUCCEEDED", "VERIFIED");
        assertThat(shop.last().getTarget()).isEqualTo("cart");
        assertThat(shop.last().getPatterns()).isNotEmpty();
        assertThat(shop.last().getHistory())
                .extracting(DecisionStep::getState)
                .containsExactly(
                        DecisionState.PROPOSED,
                        DecisionState.DISPATCHED,
                        DecisionState.SUCCEEDED,
                        DecisionState.VERIFIED);
    }

    @Test
    void shouldReviseTheCycleOfADecisionWithItsOutcomeAndRememberIt() {
        dispatched();
        long made = shop.last().getCycleNumber();
        shop.outcome(OutcomeStatus.SUCCEEDED).windows(1, GOOD);
        List<CycleMetrics> revisions = shop.loop.output(Topics.CYCLES).readValuesToList().stream()
                .filter(c -> c.getCycleNumber() == made)
                .toList();
        assertThat(revisions).extracting(CycleMetrics::getRevision).containsExactly(1L, 2L);
        assertThat(revisions).extracting(CycleMetrics::getComplete).containsExactly(false, true);
        assertThat(revisions.get(1).getDecisionsCount()).isEqualTo(1);
        assertThat(revisions.get(1).getActionsExecuted()).isEqualTo(1);
        assertThat(revisions.get(1).getActionSuccessRate()).isEqualTo(1.0);
        assertThat(shop.loop.output(Topics.BRAIN).readValuesToList())
                .filteredOn(b -> b.getKey().equals("cycle_metrics_" + made))
                .extracting(BrainEntry::getValue)
                .hasSize(2)
                .satisfies(values -> assertThat(values.get(0)).contains("\"actions_successful\":0"))
                .satisfies(values -> assertThat(values.get(1)).contains("\"actions_successful\":1"));
        assertThat(shop.deadLetters()).isEmpty();
    }

    @Test
    void shouldCallAPersonWhenTheSymptomStays() {
        dispatched();
        shop.outcome(OutcomeStatus.SUCCEEDED)
                .until(BAD, DecisionState.ESCALATED)
                .windows(10, BAD);
        shop.shouldHave("PROPOSED", "DISPATCHED", "SUCCEEDED", "INEFFECTIVE", "ESCALATED");
        assertThat(reason()).contains("every action has been tried", "restart of cart: INEFFECTIVE");
    }

    @Test
    void shouldCallAPersonWhenTheExecutorFailed() {
        dispatched();
        shop.outcome(OutcomeStatus.FAILED).windows(10, BAD);
        shop.shouldHave("PROPOSED", "DISPATCHED", "FAILED", "ESCALATED");
        assertThat(shop.last().getFailureClass()).isEqualTo("permission");
    }

    @Test
    void shouldCallAPersonWhenNoExecutorAnswers() {
        dispatched();
        shop.windows(10, BAD);
        shop.shouldHave("PROPOSED", "DISPATCHED", "TIMED_OUT", "ESCALATED");
    }

    @Test
    void shouldTakeAnExecutorsOwnTimeout() {
        dispatched();
        shop.outcome(OutcomeStatus.TIMED_OUT).shouldHave("PROPOSED", "DISPATCHED", "TIMED_OUT");
    }

    @Test
    void shouldExpireWhatTheExecutorSkippedAndCallAPerson() {
        dispatched();
        shop.outcome(OutcomeStatus.SKIPPED).windows(10, BAD);
        shop.shouldHave("PROPOSED", "DISPATCHED", "EXPIRED", "ESCALATED");
    }

    @Test
    void shouldDispatchWhatAPersonApproves() {
        asked();
        shop.answer(CommandKind.APPROVE).shouldHave("PROPOSED", "AWAITING_APPROVAL", "DISPATCHED");
        assertThat(shop.last().getApprovedBy()).isEqualTo("alice");
        CommandAnswer answer = shop.answers().get(0);
        assertThat(answer.getResult()).isEqualTo(CommandResult.DONE);
        assertThat(answer.getEffect())
                .isEqualTo("decision " + shop.last().getDecisionId() + " is DISPATCHED: approved by alice: because");
    }

    @Test
    void shouldNotAskAgainForWhatAPersonRejected() {
        asked();
        shop.answer(CommandKind.REJECT).windows(10, BAD);
        shop.shouldHave("PROPOSED", "AWAITING_APPROVAL", "REJECTED");
        assertThat(shop.answers()).singleElement().satisfies(a -> {
            assertThat(a.getResult()).isEqualTo(CommandResult.DONE);
            assertThat(a.getEffect()).endsWith(" is REJECTED: rejected by alice: because");
        });
    }

    @Test
    void shouldExpireAnUnansweredQuestionAndCallAPerson() {
        asked();
        shop.windows(15, BAD);
        shop.shouldHave("PROPOSED", "AWAITING_APPROVAL", "EXPIRED", "ESCALATED");
    }

    @Test
    void shouldExpireTheQuestionWhenTheSymptomGoes() {
        shop.policy(RULE.formatted(100).replace("60s", "30m")).fault();
        shop.until(GOOD, DecisionState.EXPIRED).windows(10, GOOD);
        shop.shouldHave("PROPOSED", "AWAITING_APPROVAL", "EXPIRED");
        assertThat(reason()).isEqualTo("the symptom went away before anybody answered");
    }

    @Test
    void shouldAskTheGuardsAgainWhenTheApprovalComes() {
        asked();
        shop.command(CommandKind.MAINTENANCE, c -> {
            c.setStartsAt(Instant.ofEpochMilli(shop.now() - 1));
            c.setEndsAt(Instant.ofEpochMilli(shop.now() + 3_600_000));
        });
        shop.answer(CommandKind.APPROVE).windows(3, BAD);
        assertThat(shop.states().subList(0, 3)).containsExactly("PROPOSED", "AWAITING_APPROVAL", "SUPPRESSED");
        CommandAnswer answer = shop.answers().get(1);
        assertThat(answer.getResult()).isEqualTo(CommandResult.DENIED);
        assertThat(answer.getEffect()).contains(" is SUPPRESSED: approved by alice: because; but maintenance: ");
        assertThat(shop.decisions()).noneMatch(d -> d.getState() == DecisionState.DISPATCHED);
        assertThat(shop.deadLetters()).isEmpty();
        assertThat(shop.statuses().get(shop.statuses().size() - 1).getMaintenance())
                .singleElement()
                .satisfies(m -> assertThat(m.getBy()).isEqualTo("alice"));
    }

    @Test
    void shouldRefuseAnApprovalThatComesTooLate() {
        asked();
        String id = shop.last().getDecisionId();
        Command late = Command.newBuilder()
                .setTenantId("shop")
                .setCommandId("late")
                .setKind(CommandKind.APPROVE)
                .setDecisionId(id)
                .setIssuedBy("bob")
                .build();
        shop.loop.pipe(Topics.COMMANDS, "shop", late, shop.now() + 70_000);
        assertThat(shop.states()).containsExactly("PROPOSED", "AWAITING_APPROVAL", "EXPIRED");
        assertThat(reason()).startsWith("bob approved it after ");
        assertThat(shop.answers()).singleElement().satisfies(a -> assertThat(a.getResult())
                .isEqualTo(CommandResult.DENIED));
        assertThat(shop.deadLetters()).isEmpty();
    }

    @Test
    void shouldShowWhatAPauseKeepsFromBeingDone() {
        shop.policy(RULE.formatted(0))
                .command(CommandKind.PAUSE, c -> {})
                .windows(30, GOOD)
                .windows(30, BAD);
        assertThat(shop.decisions()).isEmpty();
        assertThat(shop.incidents().stream().flatMap(i -> i.getDenials().stream()))
                .extracting(IncidentDenial::getGuard, IncidentDenial::getWhat, IncidentDenial::getReason)
                .containsOnly(tuple("pause", "restart@cart", "paused by alice: because"));
        shop.command(CommandKind.RESUME, c -> {}).windows(1, BAD);
        shop.shouldHave("PROPOSED", "DISPATCHED");
        assertThat(shop.incidents())
                .extracting(Incident::getIncidentId)
                .containsOnly(shop.last().getIncidentId());
        assertThat(shop.statuses().get(shop.statuses().size() - 1).getPauses()).isEmpty();
    }

    @Test
    void shouldCallAPersonInsteadOfActingWhenTooMuchIsDown() {
        shop.policy(RULE.formatted(0));
        for (int w = 0; w < 30; w++) {
            sources(true);
        }
        for (int w = 0; w < 30 && shop.states().isEmpty(); w++) {
            sources(false);
        }
        assertThat(shop.states()).containsExactly("PROPOSED", "SUPPRESSED", "ESCALATED");
        assertThat(reason()).contains("too much is down");
        for (int w = 0; w < 5; w++) {
            sources(false);
        }
        assertThat(shop.states()).containsExactly("PROPOSED", "SUPPRESSED", "ESCALATED");
        assertThat(shop.deadLetters()).isEmpty();
    }

    /** A window with carts that work or fail, and four probes that report it. */
    private void sources(boolean well) {
        long start = shop.windowStart();
        for (String source : new String[] {"a", "b", "c", "d"}) {
            shop.loop.pipe(
                    Topics.OBSERVATIONS,
                    "shop/" + source,
                    Observed.health("shop", source, "up", start + 1, well),
                    start + 2);
        }
        shop.windows(1, well ? GOOD : BAD);
    }

    @Test
    void shouldTakeAnOutcomeOnceAndRefuseTheSecondByItsState() {
        dispatched();
        shop.outcome(OutcomeStatus.SUCCEEDED).outcome(OutcomeStatus.SUCCEEDED).outcome(OutcomeStatus.FAILED);
        assertThat(shop.states()).containsExactly("PROPOSED", "DISPATCHED", "SUCCEEDED");
        assertThat(shop.deadLetters()).hasSize(2).allMatch(r -> r.contains(" is SUCCEEDED; an outcome is taken once"));
    }

    @Test
    void shouldRefuseAnOutcomeBeforeItsDispatchAndTakeItAfter() {
        asked();
        shop.outcome(OutcomeStatus.SUCCEEDED);
        assertThat(shop.deadLetters()).singleElement().asString().contains(" is AWAITING_APPROVAL; ");
        shop.answer(CommandKind.APPROVE).outcome(OutcomeStatus.SUCCEEDED);
        assertThat(shop.states()).containsExactly("PROPOSED", "AWAITING_APPROVAL", "DISPATCHED", "SUCCEEDED");
        assertThat(shop.deadLetters()).hasSize(1);
    }

    @Test
    void shouldRefuseAnOutcomeAfterItsTimeout() {
        dispatched();
        shop.until(BAD, DecisionState.ESCALATED)
                .outcome(OutcomeStatus.SUCCEEDED)
                .windows(5, BAD);
        assertThat(shop.states()).containsExactly("PROPOSED", "DISPATCHED", "TIMED_OUT", "ESCALATED");
        assertThat(shop.deadLetters()).singleElement().asString().contains(" is ESCALATED since ");
    }

    @Test
    void shouldRefuseWhatNobodyAskedFor() {
        shop.windows(1, GOOD).outcome("77-1", OutcomeStatus.SUCCEEDED);
        shop.command(CommandKind.APPROVE, c -> c.setDecisionId("77-1"));
        shop.command(CommandKind.REJECT, c -> c.setDecisionId("77-1"));
        assertThat(shop.deadLetters()).hasSize(3).allMatch(r -> r.contains("no decision 77-1 is known"));
        assertThat(shop.answers())
                .hasSize(2)
                .allMatch(a -> a.getResult() == CommandResult.REFUSED
                        && a.getEffect().startsWith("no decision 77-1 is known"));
        assertThat(shop.states()).isEmpty();
    }

    @Test
    void shouldCarryACommandOutOnceByItsId() {
        asked();
        String id = shop.last().getDecisionId();
        for (int i = 0; i < 2; i++) {
            shop.command(CommandKind.APPROVE, c -> {
                c.setCommandId("same");
                c.setDecisionId(id);
            });
        }
        shop.shouldHave("PROPOSED", "AWAITING_APPROVAL", "DISPATCHED");
        assertThat(shop.answers())
                .extracting(CommandAnswer::getResult)
                .containsExactly(CommandResult.DONE, CommandResult.REPEATED);
    }
}
