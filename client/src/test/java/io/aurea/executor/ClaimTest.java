package io.aurea.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.schema.Outcome;
import io.aurea.schema.OutcomeStatus;
import io.aurea.topic.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A decision is claimed before it is run, and run at most once, whatever the brokers say. */
@Timeout(60)
class ClaimTest extends SubscriptionFixture {
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
        GroupMember member = new GroupMember(log);
        members.add(member);
        member.refusals.add(new CommitFailedException("no longer of the group"));
        // Another instance has claimed 7-1 meanwhile: its commit is what the group knows.
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
        GroupMember member = new GroupMember(log);
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
        GroupMember first = new GroupMember(log);
        GroupMember second = new GroupMember(log);
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
        GroupMember heir = new GroupMember(log) {
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
    void shouldLeaveOutWhatIsNoDecision() throws InterruptedException {
        start(this::run);
        write(new byte[] {1, 2, 3});
        write(new byte[] {0, 0x7f, 0, 0, 0, 1});
        write(new byte[0]);

        assertNothingElse("cart");
        assertThat(ran).containsExactly("last");
        assertThat(unreadable).containsExactly("aurea.decisions-0@0", "aurea.decisions-0@1", "aurea.decisions-0@2");
    }

    @Test
    void shouldEndByItselfWhereWaitingDoesNotHelp() throws InterruptedException {
        GroupMember member = new GroupMember(log);
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
}
