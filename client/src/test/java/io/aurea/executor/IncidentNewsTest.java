package io.aurea.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aurea.schema.Incident;
import io.aurea.schema.IncidentNews;
import io.aurea.schema.IncidentPattern;
import io.aurea.schema.IncidentState;
import io.aurea.topic.Topics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a revision of an incident has to tell is passed on once, and only to those who asked. */
@Timeout(60)
class IncidentNewsTest extends SubscriptionFixture {
    private static final TopicPartition INCIDENTS = new TopicPartition(Topics.INCIDENTS.name(), 0);

    private final BlockingQueue<String> passedOn = new LinkedBlockingQueue<>();

    static Incident incident(String id, long revision, IncidentNews... news) {
        return Incident.newBuilder()
                .setTenantId("shop")
                .setIncidentId(id)
                .setRevision(revision)
                .setState(IncidentState.OPEN)
                .setOpenedAt(Dispatched.NOW)
                .setPatterns(List.of(IncidentPattern.newBuilder()
                        .setPatternType("failure_database")
                        .build()))
                .setUpdatedAt(Dispatched.NOW)
                .setNews(List.of(news))
                .build();
    }

    private Decisions all() {
        Decisions decisions = decisions();
        for (IncidentNews news : List.of(
                IncidentNews.INCIDENT_OPENED, IncidentNews.ESCALATED, IncidentNews.REMINDER, IncidentNews.ENDED)) {
            decisions.tell(news, IncidentFilter.ALL, this::passOn);
        }
        return decisions;
    }

    private Result passOn(IncidentNews news, Incident incident) {
        passedOn.add(incident.getIncidentId() + " " + news);
        return Result.succeeded("called");
    }

    private String told() throws InterruptedException {
        return toldOfIncidents.poll(20, TimeUnit.SECONDS);
    }

    @Test
    void shouldPassOnEachNewsOfARevisionInItsOrder() throws InterruptedException {
        start(all().maxInFlight(1));
        write(incident("7-1", 1, IncidentNews.INCIDENT_OPENED, IncidentNews.ESCALATED));
        write(incident("7-1", 2));
        write(incident("7-1", 3, IncidentNews.UNKNOWN, IncidentNews.REMINDER));
        write(incident("7-1", 4, IncidentNews.REMINDER));
        write(incident("7-1", 5, IncidentNews.ENDED));

        assertThat(List.of(told(), told(), told(), told(), told()))
                .containsExactly(
                        "7-1 INCIDENT_OPENED SUCCEEDED called",
                        "7-1 ESCALATED SUCCEEDED called",
                        "7-1 REMINDER SUCCEEDED called",
                        "7-1 REMINDER SUCCEEDED called",
                        "7-1 ENDED SUCCEEDED called");
        assertThat(given.get(0).committed(Set.of(INCIDENTS)).get(INCIDENTS).offset())
                .isEqualTo(5);
        assertThat(producer.history()).as("outcomes").isEmpty();
    }

    @Test
    void shouldPassOnTheSameRevisionOnceThoughItIsWrittenTwice() throws InterruptedException {
        start(all());
        write(incident("7-1", 1, IncidentNews.INCIDENT_OPENED, IncidentNews.ESCALATED));
        write(incident("7-1", 1, IncidentNews.INCIDENT_OPENED, IncidentNews.ESCALATED));
        write(incident("7-1", 2, IncidentNews.ENDED));

        assertThat(List.of(told(), told(), told())).last().isEqualTo("7-1 ENDED SUCCEEDED called");
        assertThat(passedOn).containsExactly("7-1 INCIDENT_OPENED", "7-1 ESCALATED", "7-1 ENDED");
    }

    @Test
    void shouldGoOnWithTheSecondNewsWhereTheFirstWasClaimedBefore() throws InterruptedException {
        members.add(new GroupMember(log) {
            @Override
            public synchronized Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
                long claim = RecentClaims.of("shop", "7-1", "INCIDENT_OPENED#1");
                return Map.of(
                        INCIDENTS,
                        new OffsetAndMetadata(0, RecentClaims.NONE.with(claim).text()));
            }
        });
        start(all());
        write(incident("7-1", 1, IncidentNews.INCIDENT_OPENED, IncidentNews.ESCALATED));

        assertThat(told()).isEqualTo("7-1 ESCALATED SUCCEEDED called");
        assertThat(passedOn).containsExactly("7-1 ESCALATED");
    }

    @Test
    void shouldClaimAgainWhatTheBrokersDidNotTake() throws InterruptedException {
        GroupMember member = new GroupMember(log);
        member.refusals.add(new CommitFailedException("not now"));
        members.add(member);
        start(all());
        write(incident("7-1", 1, IncidentNews.INCIDENT_OPENED, IncidentNews.ESCALATED));

        assertThat(List.of(told(), told()))
                .containsExactly("7-1 INCIDENT_OPENED SUCCEEDED called", "7-1 ESCALATED SUCCEEDED called");
        assertThat(passedOn).hasSize(2);
    }

    @Test
    void shouldTakeTheFirstHandlerThatWantsItAndLeaveOutTheRest() throws InterruptedException {
        start(decisions()
                .tell(IncidentNews.ENDED, IncidentFilter.ALL.tenant("bank"), (news, incident) -> null)
                .tell(IncidentNews.ENDED, IncidentFilter.ALL.pattern("level_*"), (news, incident) -> null)
                .tell(IncidentNews.ENDED, IncidentFilter.ALL.tenant("sh*").pattern("failure_*"), this::passOn)
                .tell(IncidentNews.ENDED, IncidentFilter.ALL, (news, incident) -> null));
        write(incident("7-1", 1, IncidentNews.INCIDENT_OPENED));
        write(incident("7-1", 2, IncidentNews.ENDED));

        assertThat(told()).isEqualTo("7-1 ENDED SUCCEEDED called");
        assertThat(toldOfIncidents).isEmpty();
    }

    @Test
    void shouldGoOnAfterAHandlerThatFails() throws InterruptedException {
        start(decisions()
                .tell(IncidentNews.INCIDENT_OPENED, IncidentFilter.ALL, (news, incident) -> {
                    throw new IllegalStateException("nobody there");
                })
                .tell(IncidentNews.ENDED, IncidentFilter.ALL, this::passOn));
        write(incident("7-1", 1, IncidentNews.INCIDENT_OPENED));
        write(new byte[] {1, 2, 3});
        write(Topics.INCIDENTS.name(), new byte[] {1, 2, 3});
        write(incident("7-1", 2, IncidentNews.ENDED));

        assertThat(List.of(told(), told()))
                .containsExactly("7-1 INCIDENT_OPENED FAILED nobody there", "7-1 ENDED SUCCEEDED called");
        assertThat(unreadable).contains("aurea.incidents-0@1");
    }

    @Test
    void shouldNotHoldUpOneIncidentForAnother() throws InterruptedException {
        CountDownLatch goOn = new CountDownLatch(1);
        start(decisions().tell(IncidentNews.INCIDENT_OPENED, IncidentFilter.ALL, (news, incident) -> {
            if (incident.getIncidentId().equals("7-1")) {
                goOn.await();
            }
            return passOn(news, incident);
        }));
        write(incident("7-1", 1, IncidentNews.INCIDENT_OPENED));
        write(incident("7-2", 1, IncidentNews.INCIDENT_OPENED));

        assertThat(told()).startsWith("7-2 ");
        goOn.countDown();
        assertThat(told()).startsWith("7-1 ");
    }

    @Test
    void shouldReadIncidentsOnlyIfSomebodyWantsTheirNews() throws InterruptedException {
        start(this::run);
        write(incident("7-1", 1, IncidentNews.INCIDENT_OPENED));
        assertNothingElse("cart");

        assertThat(given.get(0).subscription()).containsExactly(Topics.DECISIONS.name());
        assertThat(toldOfIncidents).isEmpty();
    }

    @Test
    void shouldNotPassOnWhatIsOlderThanTheGroup() throws InterruptedException {
        write(incident("7-1", 1, IncidentNews.INCIDENT_OPENED));
        members.add(new GroupMember(log, Map.of(INCIDENTS, 1L)));
        start(all());
        write(incident("7-2", 1, IncidentNews.INCIDENT_OPENED));

        assertThat(told()).startsWith("7-2 ");
        assertThat(passedOn).containsExactly("7-2 INCIDENT_OPENED");
    }

    @Test
    void shouldRefuseNewsThatIsUnknownAndIncidentsThatNothingReads() {
        assertThatThrownBy(() -> decisions().tell(IncidentNews.UNKNOWN, IncidentFilter.ALL, this::passOn))
                .hasMessage("news is UNKNOWN; allowed: INCIDENT_OPENED, ESCALATED, REMINDER, ENDED");
        assertThatThrownBy(() -> Decisions.subscribe(Map.of(), Map.of(), null, null, "operators")
                        .tell(IncidentNews.ENDED, IncidentFilter.ALL, this::passOn)
                        .start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("allowed: after incidents(serde)");
    }
}
