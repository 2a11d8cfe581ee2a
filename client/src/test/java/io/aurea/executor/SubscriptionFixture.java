package io.aurea.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.registry.InMemoryRegistry;
import io.aurea.registry.RegistryClient;
import io.aurea.schema.Decision;
import io.aurea.schema.Incident;
import io.aurea.schema.IncidentNews;
import io.aurea.schema.Outcome;
import io.aurea.serde.AvroSerdeConfig;
import io.aurea.topic.TopicSerdes;
import io.aurea.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;

/** A subscription with the brokers' part played: what is written to it, and what it says and does. */
abstract class SubscriptionFixture {
    static final TopicPartition PARTITION = GroupMember.PARTITION;

    private static final Clock CLOCK = Clock.fixed(Dispatched.NOW, ZoneOffset.UTC);
    private static final RegistryClient REGISTRY = new InMemoryRegistry();
    private static final TopicSerdes SERDES =
            new TopicSerdes(Map.of(AvroSerdeConfig.REGISTRY_CLIENT_CONFIG, REGISTRY), REGISTRY);

    final List<ConsumerRecord<byte[], byte[]>> log = Collections.synchronizedList(new ArrayList<>());
    final BlockingQueue<GroupMember> members = new LinkedBlockingQueue<>();
    final List<GroupMember> given = Collections.synchronizedList(new ArrayList<>());
    final BlockingQueue<Outcome> answered = new LinkedBlockingQueue<>();
    final BlockingQueue<Decision> told = new LinkedBlockingQueue<>();
    final BlockingQueue<String> toldOfIncidents = new LinkedBlockingQueue<>();
    final BlockingQueue<String> unreadable = new LinkedBlockingQueue<>();
    final BlockingQueue<Decision> unhandled = new LinkedBlockingQueue<>();
    final BlockingQueue<String> ran = new LinkedBlockingQueue<>();
    final MockProducer<String, Outcome> producer;
    Subscription subscription;

    SubscriptionFixture() {
        Serde<Outcome> serde = SERDES.value(Topics.OUTCOMES);
        producer = new MockProducer<>(true, null, new StringSerializer(), serde.serializer());
    }

    @AfterEach
    void close() {
        if (subscription != null) {
            subscription.close();
        }
    }

    final Decisions decisions() {
        return Decisions.subscribe(
                        Map.of(), Map.of(), SERDES.value(Topics.DECISIONS), SERDES.value(Topics.OUTCOMES), "operators")
                .incidents(SERDES.value(Topics.INCIDENTS))
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
                    public void told(IncidentNews news, Incident incident, Result result) {
                        toldOfIncidents.add(
                                incident.getIncidentId() + " " + news + " " + result.status() + " " + result.text());
                    }

                    @Override
                    public void unhandled(Decision decision) {
                        unhandled.add(decision);
                    }

                    @Override
                    public void unreadable(String topic, int partition, long offset, Exception reason) {
                        unreadable.add(topic + "-" + partition + "@" + offset);
                    }
                })
                .closeLimit(Duration.ofSeconds(5));
    }

    final void start(Decisions decisions) throws InterruptedException {
        if (members.isEmpty()) {
            members.add(new GroupMember(log));
        }
        subscription = decisions.start(
                () -> {
                    GroupMember next = members.remove();
                    given.add(next);
                    return next;
                },
                producer,
                CLOCK);
        assertThat(subscription.awaitReady(Duration.ofSeconds(10))).isTrue();
    }

    final void start(UnaryOperator<Decisions> with, DecisionHandler handler) throws InterruptedException {
        start(with.apply(decisions().handle(DecisionFilter.ALL, handler)));
    }

    final void start(DecisionHandler handler) throws InterruptedException {
        start(d -> d, handler);
    }

    final Result run(Decision decision) {
        ran.add(decision.getDecisionId());
        return Result.succeeded("done");
    }

    final void write(Decision decision) {
        Serde<Decision> serde = SERDES.value(Topics.DECISIONS);
        write(serde.serializer().serialize(PARTITION.topic(), decision));
    }

    final void write(Incident incident) {
        Serde<Incident> serde = SERDES.value(Topics.INCIDENTS);
        String topic = Topics.INCIDENTS.name();
        write(topic, serde.serializer().serialize(topic, incident));
    }

    final void write(byte[] value) {
        write(PARTITION.topic(), value);
    }

    final void write(String topic, byte[] value) {
        synchronized (log) {
            log.add(new ConsumerRecord<>(
                    topic,
                    0,
                    log.stream().filter(r -> r.topic().equals(topic)).count(),
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

    final Outcome answer() throws InterruptedException {
        Outcome outcome = answered.poll(20, TimeUnit.SECONDS);
        assertThat(outcome).as("an outcome").isNotNull();
        return outcome;
    }

    /** A last decision that is certain to come after everything before it, and that nothing else was answered until then. */
    final void assertNothingElse(String target) throws InterruptedException {
        write(Dispatched.decision("last", target));
        assertThat(answer().getDecisionId()).isEqualTo("last");
        assertThat(answered).isEmpty();
    }
}
