package io.aurea.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aurea.schema.Decision;
import io.aurea.schema.DecisionState;
import io.aurea.schema.Outcome;
import io.aurea.schema.OutcomeStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of a decision that is claimed: handlers, limits, outcomes, the end. */
@Timeout(60)
class SubscriptionTest extends SubscriptionFixture {
    @Test
    void shouldSkipWhatIsPastItsTime() throws InterruptedException {
        start(this::run);
        write(Dispatched.decision("7-1", "cart", DecisionState.DISPATCHED, Dispatched.NOW.minusMillis(1)));

        Outcome outcome = answer();
        assertThat(outcome.getStatus()).isEqualTo(OutcomeStatus.SKIPPED);
        assertThat(outcome.getMessage()).isEqualTo("it arrived after its valid_until 2026-03-01T09:59:59.999Z");
        assertThat(outcome.getError()).isNull();
        assertThat(ran).isEmpty();
    }

    @Test
    void shouldAnswerFailedWithWhatTheHandlerThrows() throws InterruptedException {
        start(decision -> {
            switch (decision.getDecisionId()) {
                case "7-1" -> throw new IOException("permission denied");
                case "7-2" -> throw new IllegalStateException();
                case "7-3" -> throw new StackOverflowError("deep");
                default -> {
                    return null;
                }
            }
        });
        for (int n = 1; n <= 4; n++) {
            write(Dispatched.decision("7-" + n, "cart"));
        }
        List<Outcome> outcomes = List.of(answer(), answer(), answer(), answer());

        assertThat(outcomes).extracting(Outcome::getStatus).containsOnly(OutcomeStatus.FAILED);
        assertThat(outcomes)
                .extracting(Outcome::getError)
                .containsExactly(
                        "permission denied",
                        "java.lang.IllegalStateException",
                        "deep",
                        "the handler returned no result");
        assertThat(outcomes).extracting(Outcome::getMessage).containsOnlyNulls();
    }

    @Test
    void shouldGiveUpAtTheTimeLimitAndNotPublishWhatComesLater() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        start(d -> d.timeLimit(Duration.ofMillis(100)), decision -> {
            if (decision.getDecisionId().equals("last")) {
                return Result.succeeded("done");
            }
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException atTheLimit) {
                interrupted.countDown();
            }
            return Result.succeeded("too late");
        });
        write(Dispatched.decision("7-1", "cart"));

        Outcome outcome = answer();
        assertThat(outcome.getStatus()).isEqualTo(OutcomeStatus.TIMED_OUT);
        assertThat(outcome.getError()).isEqualTo("the handler did not end within 100 ms");
        assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
        assertNothingElse("cart");
    }

    @Test
    void shouldRunSoManyAtOnceAndGoOnPolling() throws InterruptedException {
        CountDownLatch goOn = new CountDownLatch(1);
        start(d -> d.maxInFlight(2), decision -> {
            ran.add(decision.getDecisionId());
            goOn.await();
            return Result.succeeded("done");
        });
        for (int n = 1; n <= 5; n++) {
            write(Dispatched.decision("7-" + n, "target-" + n));
        }
        assertThat(List.of(ran.take(), ran.take())).containsExactlyInAnyOrder("7-1", "7-2");
        AtomicInteger polls = given.get(0).polls;
        int before = polls.get();
        while (polls.get() < before + 100) {
            Thread.onSpinWait();
        }
        assertThat(ran).isEmpty();
        assertThat(given.get(0).paused()).containsExactly(PARTITION);
        assertThat(given.get(0).committed(Set.of(PARTITION)).get(PARTITION).offset())
                .as("only what is claimed")
                .isEqualTo(2);
        goOn.countDown();

        List<String> ids = new ArrayList<>();
        for (int n = 1; n <= 5; n++) {
            ids.add(answer().getDecisionId());
        }
        assertThat(ids).containsExactlyInAnyOrder("7-1", "7-2", "7-3", "7-4", "7-5");
        assertNothingElse("cart");
    }

    @Test
    void shouldRunDecisionsOfOneTargetOneAfterTheOther() throws InterruptedException {
        CountDownLatch first = new CountDownLatch(1);
        start(decision -> {
            ran.add(decision.getDecisionId());
            if (decision.getDecisionId().equals("7-1")) {
                first.await();
            }
            return Result.succeeded("done");
        });
        write(Dispatched.decision("7-1", "cart"));
        write(Dispatched.decision("7-2", "cart"));
        write(Dispatched.decision("7-3", "checkout"));

        assertThat(answer().getDecisionId()).as("another target does not wait").isEqualTo("7-3");
        first.countDown();
        assertThat(answer().getDecisionId()).isEqualTo("7-1");
        assertThat(answer().getDecisionId()).isEqualTo("7-2");
        assertThat(ran).last().isEqualTo("7-2");
    }

    @Test
    void shouldTellOnceForEachStateAndPublishNothing() throws InterruptedException {
        DecisionHandler people = decision -> Result.failed("nobody there");
        start(decisions()
                .handle(DecisionFilter.ALL.action("nothing"), this::run)
                .tell(DecisionState.AWAITING_APPROVAL, DecisionFilter.ALL, people)
                .tell(DecisionState.ESCALATED, DecisionFilter.ALL, people)
                .handle(DecisionFilter.ALL.target("cart"), this::run));
        Decision waiting = Dispatched.decision("7-1", "mail", DecisionState.AWAITING_APPROVAL, Dispatched.NOW);
        write(waiting);
        write(waiting);
        write(Dispatched.decision("7-1", "mail"));
        write(Dispatched.decision("7-1", "mail", DecisionState.VERIFIED, Dispatched.NOW));
        write(Dispatched.decision("7-1", "mail", DecisionState.ESCALATED, Dispatched.NOW));
        write(Decision.newBuilder(Dispatched.decision("7-2", "cart"))
                .setDryRun(true)
                .build());

        assertNothingElse("cart");
        assertThat(List.of(told.take(), told.take()))
                .extracting(Decision::getState)
                .containsExactly(DecisionState.AWAITING_APPROVAL, DecisionState.ESCALATED);
        assertThat(told).isEmpty();
        assertThat(unhandled).extracting(Decision::getDecisionId).containsExactly("7-1");
        assertThat(ran).containsExactly("last");
        assertThat(producer.history()).hasSize(1);
    }

    @Test
    void shouldWaitForHandlersWhenItCloses() throws InterruptedException {
        CountDownLatch closing = new CountDownLatch(1);
        start(decision -> {
            ran.add(decision.getDecisionId());
            closing.await();
            return Result.succeeded("done");
        });
        write(Dispatched.decision("7-1", "cart"));
        write(Dispatched.decision("7-2", "cart"));
        assertThat(ran.take()).isEqualTo("7-1");
        while (given.get(0).committed(Set.of(PARTITION)).get(PARTITION).offset() < 2) {
            Thread.onSpinWait();
        }
        Thread closer = new Thread(subscription::close);
        closer.start();
        assertThat(subscription.awaitEnd(Duration.ofSeconds(10))).isTrue();
        closing.countDown();
        closer.join();

        assertThat(answer().getStatus()).isEqualTo(OutcomeStatus.SUCCEEDED);
        Outcome second = answer();
        assertThat(second.getDecisionId()).isEqualTo("7-2");
        assertThat(ran.isEmpty()).isEqualTo(second.getStatus() == OutcomeStatus.SKIPPED);
        assertThat(producer.closed()).isTrue();
        assertThat(subscription.failure()).isEmpty();
    }

    @Test
    void shouldAnswerForHandlersThatDoNotEndWhenItCloses() throws InterruptedException {
        start(d -> d.closeLimit(Duration.ofMillis(500)), decision -> {
            ran.add(decision.getDecisionId());
            Thread.sleep(60_000);
            return Result.succeeded("done");
        });
        write(Dispatched.decision("7-1", "cart"));
        ran.take();
        subscription.close();

        Outcome outcome = answer();
        assertThat(outcome.getStatus()).isEqualTo(OutcomeStatus.TIMED_OUT);
        assertThat(outcome.getError()).isEqualTo("the executor closed before the handler ended");
        assertThat(answered).isEmpty();
    }

    @Test
    void shouldRefuseWhatIsNotAllowed() {
        Decisions decisions = decisions();
        Consumer<Runnable> refuses = call -> assertThatThrownBy(call::run).hasMessageContaining("allowed:");

        refuses.accept(() -> decisions.maxInFlight(0));
        refuses.accept(() -> decisions.timeLimit(Duration.ZERO));
        refuses.accept(() -> decisions.tell(DecisionState.DISPATCHED, DecisionFilter.ALL, d -> null));
        refuses.accept(decisions::start);
        refuses.accept(() -> Decisions.subscribe(Map.of(), Map.of(), null, null, " "));
        refuses.accept(() -> new Result(OutcomeStatus.UNKNOWN, "", Map.of()));
    }
}
