package io.aurea.cli.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.schema.Observation;
import io.aurea.schema.ObservationKind;
import io.aurea.topic.Topics;
import io.aurea.window.WindowSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class SendRunTest {

    private static final String TOPIC = Topics.OBSERVATIONS.name();
    private static final long NOW = 10_000_000;
    private static final Serializer<Observation> NO_BYTES = (topic, observation) -> new byte[0];

    private final StringWriter err = new StringWriter();
    private final MockProducer<String, Observation> producer = producer(true);

    @Test
    void shouldSendGoodLinesAndNameTheOthers() throws IOException {
        SendRun submission = submit(
                Optional.empty(),
                producer,
                metric("a", 1),
                "",
                "oops",
                metric("b", 2).replace("\"source\":\"b\"", "\"source\":\"b/c\""),
                metric("b", 3).replace(",\"value\":1", ""),
                "  ",
                metric("c", 4));

        assertThat(producer.history()).extracting(ProducerRecord::key).containsExactly("t/a", "t/c");
        assertThat(producer.history()).extracting(ProducerRecord::topic).containsOnly(TOPIC);
        assertThat(submission.summary()).isEqualTo("sent 2 rejected 3");
        assertThat(err.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("line 3: not JSON: Unrecognized token 'oops'"),
                        line -> assertThat(line).startsWith("line 4: source has the character '/' at position 2"),
                        line -> assertThat(line).isEqualTo("line 5: a METRIC needs a value"));
    }

    @Test
    void shouldTellEveryPartitionTheTimeAfterTheRecordThatMovedIt() throws IOException {
        SendRun submission =
                submit(Optional.of(dataClock()), producer, metric("a", 0), metric("a", 1_100), metric("a", 1_200));

        assertThat(history())
                .containsExactly("a@0", "tick@0 0", "tick@0 1", "a@1100", "tick@1100 0", "tick@1100 1", "a@1200");
        assertThat(submission.summary()).isEqualTo("sent 3 rejected 0");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldNotMoveTimeWithARecordFarAhead() throws IOException {
        submit(Optional.of(dataClock()), producer, metric("a", 0), metric("fast", NOW + 5_001));

        assertThat(history()).containsExactly("a@0", "tick@0 0", "tick@0 1", "fast@10005001");
    }

    @Test
    void shouldWriteNoTicksOnAWallClock() throws IOException {
        submit(Optional.empty(), producer, metric("a", 0), metric("a", 60_000));

        assertThat(history()).containsExactly("a@0", "a@60000");
    }

    @Test
    void shouldRejectTheLineWhoseRecordIsTooLarge() throws IOException {
        MockProducer<String, Observation> broker = producer(false);
        LinePublisher publisher = publisher(broker);
        publisher.send(observation("a"), 1);
        publisher.send(observation("b"), 2);
        broker.completeNext();
        broker.errorNext(new RecordTooLargeException("too large"));

        SendRun submission = new SendRun(publisher, Optional.empty(), () -> NOW, new PrintWriter(err), false);

        assertThat(submission.summary()).isEqualTo("sent 1 rejected 1");
        assertThat(publisher.failure()).isNull();
        assertThat(err.toString()).isEqualTo("line 2: too large%n".formatted());
    }

    @Test
    void shouldStopReadingWhenTheConnectionFails() throws IOException {
        MockProducer<String, Observation> broker = producer(false);
        LinePublisher publisher = publisher(broker);
        publisher.send(observation("a"), 1);
        broker.errorNext(new TimeoutException("no answer"));

        SendRun submission = new SendRun(publisher, Optional.empty(), () -> NOW, new PrintWriter(err), false);
        submission.run(new LineReader(lines(metric("b", 1))));

        assertThat(publisher.failure()).hasMessage("no answer");
        assertThat(broker.history()).hasSize(1);
        assertThat(submission.summary()).isEqualTo("sent 0 rejected 0");
        assertThat(err.toString()).isEmpty();
    }

    private SendRun submit(Optional<DataClock> clock, MockProducer<String, Observation> producer, String... lines)
            throws IOException {
        SendRun submission = new SendRun(publisher(producer), clock, () -> NOW, new PrintWriter(err, true), false);
        submission.run(new LineReader(lines(lines)));
        return submission;
    }

    private LinePublisher publisher(MockProducer<String, Observation> producer) {
        PrintWriter lines = new PrintWriter(err, true);
        return new LinePublisher(producer, (line, reason) -> SendRun.report(lines, false, line, reason));
    }

    private static DataClock dataClock() {
        return new DataClock(new WindowSettings(1_000, 100, 5_000, 10));
    }

    private List<String> history() {
        List<String> history = new ArrayList<>();
        for (ProducerRecord<String, Observation> sent : producer.history()) {
            long at = sent.value().getObservedAt().toEpochMilli();
            history.add(
                    sent.value().getKind() == ObservationKind.TICK
                            ? "tick@%d %d".formatted(at, sent.partition())
                            : "%s@%d".formatted(sent.value().getSource(), at));
        }
        return history;
    }

    private static String metric(String source, long observedAt) {
        return "{\"tenant_id\":\"t\",\"source\":\"%s\",\"kind\":\"METRIC\",\"name\":\"n\",\"observed_at\":\"%s\",\"value\":1}"
                .formatted(source, Instant.ofEpochMilli(observedAt));
    }

    private static Observation observation(String source) {
        return Observation.newBuilder()
                .setTenantId("t")
                .setSource(source)
                .setName("n")
                .setKind(ObservationKind.METRIC)
                .setObservedAt(Instant.EPOCH)
                .setValue(1.0)
                .build();
    }

    private static ByteArrayInputStream lines(String... lines) {
        return new ByteArrayInputStream(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }

    private static MockProducer<String, Observation> producer(boolean answersAtOnce) {
        Node broker = new Node(0, "localhost", 1);
        Node[] replicas = {broker};
        List<PartitionInfo> partitions = List.of(
                new PartitionInfo(TOPIC, 0, broker, replicas, replicas),
                new PartitionInfo(TOPIC, 1, broker, replicas, replicas));
        Cluster cluster = new Cluster("test", List.of(broker), partitions, java.util.Set.of(), java.util.Set.of());
        return new MockProducer<>(
                cluster, answersAtOnce, new RoundRobinPartitioner(), new StringSerializer(), NO_BYTES);
    }
}
