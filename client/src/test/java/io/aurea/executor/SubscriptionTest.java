package io.aurea.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aurea.registry.InMemoryRegistry;
import io.aurea.registry.RegistryClient;
import io.aurea.schema.Decision;
import io.aurea.schema.DecisionState;
import io.aurea.schema.Outcome;
import io.aurea.schema.OutcomeStatus;
import io.aurea.serde.AvroSerdeConfig;
import io.aurea.topic.TopicSerdes;
import io.aurea.topic.Topics;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Claims, handlers and outcomes, with simulated brokers. */
@Timeout(60)
class SubscriptionTest {
    private static final TopicPartition PARTITION = new TopicPartition(Topics.DECISIONS.name(), 0);
    private static final Clock CLOCK = Clock.fixed(Dispatched.NOW, ZoneOffset.UTC);
    private static final RegistryClient REGISTRY = new InMemoryRegistry();
    private static final TopicSerdes SERDES =
            new TopicSerdes(Map.of(AvroSerdeConfig.REGISTRY_CLIENT_CONFIG, REGISTRY), REGISTRY);

    /** One member of the group: knows the partition's records, and the brokers' answers to its commits. */
    private static class Member extends MockConsumer<byte[], byte[]> {
        private final Deque<RuntimeException> refusals = new ArrayDeque<>();
        private final AtomicInteger polls = new AtomicInteger();
        private final List<ConsumerRecord<byte[], byte[]>> log;
        private Runnable whenRefused = () -> {};
        private boolean joined;

        Member(List<ConsumerRecord<byte[], byte[]>> log) {
            super("latest");
            this.log = log;
        }

        @Override
        public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            polls.incrementAndGet();
            if (!joined) {
                joined = true;
                updateBeginningOffsets(Map.of(PARTITION, 0L));
                updateEndOffsets(Map.of(PARTITION, 0L));
                rebalance(List.of(PARTITION));
            }
            // The real one fetches again from where it was told to seek to.
            if (assignment().contains(PARTITION) && paused().isEmpty()) {
                long position = position(PARTITION);
                synchronized (log) {
                    log.stream().filter(r -> r.offset() >= position).forEach(this::addRecord);
                }
            }
            ConsumerRecords<byte[], byte[]> records = super.poll(Duration.ZERO);
            Thread.onSpinWait();
            return records;
        }

        /** As after its session timed out. */
        void leaveAndJoin() {
            rebalance(List.of());
            rebalance(List.of(PARTITION));
        }

        @Override
        public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
            boolean claim =
                    offsets.values().stream().anyMatch(o -> o.leaderEpoch().isPresent());
            RuntimeException refusal = claim ? refusals.poll() : null;
            if (refusal != null) {
                whenRefused.run();
                throw refusal;
            }
            super.commitSync(offsets);
        }
    }

    private final List<ConsumerRecord<byte[], byte[]>> log = Collections.synchronizedList(new ArrayList<>());
    private final BlockingQueue<Member> members = new LinkedBlockingQueue<>();
    private final List<Member> given = Collections.synchronizedList(new ArrayList<>());
    private final BlockingQueue<Outcome> answered = new LinkedBlockingQueue<>();
    private final BlockingQueue<Decision> told = new LinkedBlockingQueue<>();
    private final BlockingQueue<Decision> unhandled = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> ran = new LinkedBlockingQueue<>();
    private final MockProducer<String, Outcome> producer;
    private Subscription subscription;

    SubscriptionTest() {
        Serde<Outcome> serde = SERDES.value(Topics.OUTCOMES);
        producer = new MockProducer<>(true, null, new StringSerializer(), serde.serializer());
    }

    @AfterEach
    void close() {
        if (subscription != null) {
            subscription.close();
        }
    }

    private Decisions decisions() {
        return Decisions.subscribe(
                        Map.of(), Map.of(), SERDES.value(Topics.DECISIONS), SERDES.value(Topics.OUTCOMES), "operators")
                .listener(new DecisionListener() {
                    @Override
                    public void answered(Decision decision, Outcome outcome) {
                        answered.add(outcome);
                    }

                    @Override
                    public void told(Decision decision, Result result) {
                        told.add(decision);
                    }

                    @Override
                    public void unhandled(Decision decision) {
                        unhandled.add(decision);
                    }
                })
                .closeLimit(Duration.ofSeconds(5));
    }

    private void start(Decisions decisions) throws InterruptedException {
        if (members.isEmpty()) {
            members.add(new Member(log));
        }
        subscription = decisions.start(
                () -> {
                    Member next = members.remove();
                    given.add(next);
                    return next;
                },
                producer,
                CLOCK);
        assertThat(subscription.awaitReady(Duration.ofSeconds(10))).isTrue();
    }

    private void start(UnaryOperator<Decisions> with, DecisionHandler handler) throws InterruptedException {
        start(with.apply(decisions().handle(DecisionFilter.ALL, handler)));
    }

    private void start(DecisionHandler handler) throws InterruptedException {
        start(d -> d, handler);
    }

    private Result run(Decision decision) {
        ran.add(decision.getDecisionId());
        return Result.succeeded("done");
    }

    private void write(Decision decision) {
        Serde<Decision> serde = SERDES.value(Topics.DECISIONS);
        write(serde.serializer().serialize(PARTITION.topic(), decision));
    }

    private void write(byte[] value) {
        synchronized (log) {
            log.add(new ConsumerRecord<>(
                    PARTITION.topic(),
                    0,
                    log.size(),
                    0L,
                    TimestampType.CREATE_TIME,
                    0,
                    value.length,
                    new byte[0],
                    value,
                    new RecordHeaders(),
                    Optional.of(1)));
        }
    }

    private Outcome answer() throws InterruptedException {
        Outcome outcome = answered.poll(20, TimeUnit.SECONDS);
        assertThat(outcome).as("an outcome").isNotNull();
        return outcome;
    }

    /**
     * Sends a last decision, which is handled after all others, and checks that nothing else was answered until then.
     */
    private void assertNothingElse(String target) throws InterruptedException {
        write(Dispatched.decision("last", target));
        assertThat(answer().getDecisionId()).isEqualTo("last");
        assertThat(answered).isEmpty();
    }

    @Test
    void shouldClaimThenRunThenAnswer() throws InterruptedException {
        BlockingQueue<OffsetAndMetadata> committed = new LinkedBlockingQueue<>();
        start(d -> d.executor("host-1"), decision -> {
            committed.add(given.get(0).committed(Set.of(PARTITION)).get(PARTITION));
            return new Result(OutcomeStatus.SUCCEEDED, "restarted", Map.of("took", "3 s"));
        });
        write(Dispatched.decision("7-1", "cart"));
        Outcome outcome = answer();

        assertThat(committed.remove().offset()).isEqualTo(1);
        assertThat(outcome)
                .isEqualTo(new Outcome(
                        "shop",
                        "7-1",
                        OutcomeStatus.SUCCEEDED,
                        "host-1",
                        Dispatched.NOW,
                        Dispatched.NOW,
                        "restarted",
                        null,
                        Map.of("took", "3 s")));
        assertThat(producer.history())
                .containsExactly(new ProducerRecord<>(Topics.OUTCOMES.name(), "shop/7-1", outcome));
        assertThat(told).isEmpty();
        assertThat(unhandled).isEmpty();
    }

    @Test
    void shouldRunNothingThatTheBrokersGaveToAnotherMember() throws InterruptedException {
        Member member = new Member(log);
        members.add(member);
        member.refusals.add(new CommitFailedException("no longer of the group"));
        // Another instance has claimed 7-1 meanwhile: its commit is the group's.
        CountDownLatch moved = new CountDownLatch(1);
        member.whenRefused = () -> member.schedulePollTask(() -> {
            member.commitSync(Map.of(PARTITION, new OffsetAndMetadata(1)));
            member.leaveAndJoin();
            member.seek(PARTITION, 1);
            moved.countDown();
        });
        start(this::run);
        write(Dispatched.decision("7-1", "cart"));
        assertThat(moved.await(20, TimeUnit.SECONDS)).isTrue();

        assertNothingElse("cart");
        assertThat(ran).containsExactly("last");
    }

    @Test
    void shouldClaimAgainWhatItStillOwns() throws InterruptedException {
        Member member = new Member(log);
        members.add(member);
        member.refusals.add(new RebalanceInProgressException("not now"));
        start(this::run);
        write(Dispatched.decision("7-1", "cart"));

        assertThat(answer().getDecisionId()).isEqualTo("7-1");
        assertNothingElse("cart");
        assertThat(ran).containsExactly("7-1", "last");
    }

    @Test
    void shouldGoOnAsANewMemberWhereTheFateOfAClaimIsUnknown() throws InterruptedException {
        Member first = new Member(log);
        Member second = new Member(log);
        first.refusals.add(new TimeoutException("no answer"));
        members.add(first);
        members.add(second);
        start(this::run);
        write(Dispatched.decision("7-1", "cart"));

        assertThat(answer().getDecisionId()).isEqualTo("7-1");
        assertThat(first.closed()).isTrue();
        assertNothingElse("cart");
        assertThat(ran).containsExactly("7-1", "last");
        assertThat(given).containsExactly(first, second);
    }

    @Test
    void shouldRunADecisionOnceThoughItIsWrittenTwice() throws InterruptedException {
        start(this::run);
        write(Dispatched.decision("7-1", "cart"));
        write(Dispatched.decision("7-1", "cart"));

        assertThat(answer().getDecisionId()).isEqualTo("7-1");
        assertNothingElse("cart");
        assertThat(ran).containsExactly("7-1", "last");
    }

    @Test
    void shouldKnowWhatItsPredecessorClaimed() throws InterruptedException {
        Member heir = new Member(log) {
            @Override
            public synchronized Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
                long claim = RecentClaims.of("shop", "7-1", "DISPATCHED");
                return Map.of(
                        PARTITION,
                        new OffsetAndMetadata(0, RecentClaims.NONE.with(claim).text()));
            }
        };
        members.add(heir);
        start(this::run);
        write(Dispatched.decision("7-1", "cart"));

        assertNothingElse("cart");
        assertThat(ran).containsExactly("last");
    }

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
    void shouldLeaveOutWhatIsNoDecision() throws InterruptedException {
        start(this::run);
        write(new byte[] {1, 2, 3});

        assertNothingElse("cart");
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
    void shouldEndByItselfWhereWaitingDoesNotHelp() throws InterruptedException {
        Member member = new Member(log);
        member.refusals.add(new AuthorizationException("not allowed"));
        members.add(member);
        start(this::run);
        write(Dispatched.decision("7-1", "cart"));

        assertThat(subscription.awaitEnd(Duration.ofSeconds(20))).isTrue();
        assertThat(subscription.failure())
                .hasValueSatisfying(why -> assertThat(why).hasMessage("not allowed"));
        assertThat(ran).isEmpty();
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
