package io.aurea.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.aurea.fixture.LoopDriver;
import io.aurea.fixture.Observed;
import io.aurea.schema.Command;
import io.aurea.schema.CommandKind;
import io.aurea.schema.CycleMetrics;
import io.aurea.schema.LoopEvent;
import io.aurea.schema.Observation;
import io.aurea.schema.Outcome;
import io.aurea.schema.OutcomeStatus;
import io.aurea.schema.Policy;
import io.aurea.schema.Status;
import io.aurea.schema.Trend;
import io.aurea.schema.TrendDirection;
import io.aurea.schema.Watermark;
import io.aurea.topic.Topic;
import io.aurea.topic.Topics;
import io.aurea.window.Tally;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopTopologyTest {
    private final LoopDriver loop = new LoopDriver();

    @AfterEach
    void close() {
        loop.close();
    }

    /** The broker's clock was two hours ahead: what it dates so, it refuses once its clock is set back. */
    @Test
    void shouldDateNothingAheadOfItsOwnClock() {
        try (LoopDriver loop = new LoopDriver()) {
            long ahead = LoopDriver.NOW.plus(Duration.ofHours(2)).toEpochMilli();
            for (long at = ahead; at < ahead + 60_000; at += 10_000) {
                Observation o = Observed.metric("shop", "cart", "queue", at, 1);
                loop.pipe(Topics.OBSERVATIONS, Observed.keyOf(o), loop.encode(Topics.OBSERVATIONS, o), at);
                loop.pipe(Topics.OBSERVATIONS, "_", Observed.tick(at), at);
            }
            loop.pipe(Topics.OBSERVATIONS, "k".getBytes(UTF_8), new byte[] {1}, ahead);
            for (List<Long> times : List.of(
                    loop.output(Topics.CYCLES).readRecordsToList().stream()
                            .map(TestRecord::timestamp)
                            .toList(),
                    loop.output(Topics.STATUS).readRecordsToList().stream()
                            .map(TestRecord::timestamp)
                            .toList(),
                    loop.deadLetters().readRecordsToList().stream()
                            .map(TestRecord::timestamp)
                            .toList())) {
                assertThat(times).isNotEmpty().allSatisfy(time -> assertThat(time)
                        .isLessThanOrEqualTo(LoopDriver.NOW.plusSeconds(1).toEpochMilli()));
            }
        }
    }

    @Test
    void shouldTurnObservationsIntoTrendsAndACycle() {
        observe(Observed.operation("shop", "cart", "checkout", 3_000, true), 3_100);
        observe(Observed.operation("shop", "cart", "checkout", 4_000, false), 4_100);
        observe(Observed.metric("shop", "cart", "queue", 5_000, 7), 5_100);
        tick(12_000, 12_500);

        List<KeyValue<String, LoopEvent>> events = loop.output(Topics.LOOP).readKeyValuesToList();
        assertThat(events).extracting(e -> e.key).containsExactly("_/0", "shop", "shop", "_/0");
        assertThat(((Watermark) events.get(3).value.getEvent()).getPartitionCount())
                .isEqualTo(1);
        List<KeyValue<String, Trend>> trends = loop.output(Topics.TRENDS).readKeyValuesToList();
        assertThat(trends)
                .extracting(t -> t.key + " " + t.value.getSource() + "/" + t.value.getName())
                .containsExactly(
                        "shop _tenant/cycle_duration_seconds",
                        "shop _tenant/error_rate",
                        "shop _tenant/health_score",
                        "shop _tenant/success_rate",
                        "shop cart/checkout",
                        "shop cart/queue");
        assertThat(trends.get(4).value.getFailures()).containsExactly(entry("network", 1L));
        assertThat(trends.get(4).value.getRole()).isEqualTo("latency");
        assertThat(trends.get(4).value.getDirection()).isEqualTo(TrendDirection.INSUFFICIENT_DATA);
        TestRecord<String, CycleMetrics> cycle = loop.output(Topics.CYCLES).readRecord();
        assertThat(cycle.key()).isEqualTo("shop/1");
        assertThat(cycle.timestamp())
                .as("never event time, since retention goes by it")
                .isEqualTo(12_500);
        assertThat(cycle.value().getSuccessRate()).isEqualTo(0.5);
        assertThat(cycle.value().getObservationsCount()).isEqualTo(3);
        assertThat(cycle.value().getCycleDurationSeconds()).isEqualTo(2.5);
        KeyValue<String, Status> status = loop.output(Topics.STATUS).readKeyValue();
        assertThat(status.key).isEqualTo("shop");
        assertThat(status.value.getLastCycleNumber()).isEqualTo(1);

        assertThat(tally()).isEqualTo(new Tally(4, 3, 0, 0, 1));
        assertNothingElse();
    }

    @Test
    void shouldDeadLetterWhatCannotBeReadWithItsBytesAndTheReason() {
        loop.pipe(Topics.OBSERVATIONS, "shop/cart".getBytes(UTF_8), "not avro".getBytes(UTF_8), 1);
        loop.pipe(Topics.OBSERVATIONS, "shop/cart".getBytes(UTF_8), (byte[]) null, 2);
        loop.pipe(Topics.OBSERVATIONS, "shop/cart".getBytes(UTF_8), new byte[LoopDriver.MAX_RECORD_BYTES + 1], 3);
        byte[] unknownId = ByteBuffer.allocate(8).put((byte) 0).putInt(999).array();
        loop.pipe(Topics.OBSERVATIONS, "shop/cart".getBytes(UTF_8), unknownId, 4);

        List<TestRecord<byte[], byte[]>> letters = loop.deadLetters().readRecordsToList();
        assertThat(letters).hasSize(4);
        assertThat(letters.get(0).value()).asString(UTF_8).isEqualTo("not avro");
        assertThat(letters.get(0).key()).asString(UTF_8).isEqualTo("shop/cart");
        assertThat(header(letters.get(0), "__streams.errors.exception")).isEqualTo("REJECTED");
        assertThat(header(letters.get(0), "__streams.errors.topic")).isEqualTo("aurea.observations");
        assertThat(header(letters.get(0), "__streams.errors.partition")).isEqualTo("0");
        assertThat(header(letters.get(0), "__streams.errors.offset")).isEqualTo("0");
        assertThat(header(letters.get(1), "__streams.errors.message")).isEqualTo("the record has no value");
        assertThat(header(letters.get(2), "__streams.errors.message"))
                .isEqualTo("the record has 4097 bytes; allowed: at most 4096 (record.max.bytes)");
        assertThat(header(letters.get(3), "__streams.errors.message")).contains("999");
        assertThat(tally()).isEqualTo(new Tally(4, 0, 0, 4, 0));
        assertNothingElse();
    }

    @Test
    void shouldDeadLetterALateRecordWithTheTimesThatMadeItLate() {
        tick(30_000, 30_000);
        observe(Observed.metric("shop", "cart", "queue", 17_999, 1), 30_001);
        List<TestRecord<byte[], byte[]>> letters = loop.deadLetters().readRecordsToList();
        assertThat(letters).hasSize(1);
        assertThat(header(letters.get(0), "__streams.errors.exception")).isEqualTo("LATE");
        assertThat(header(letters.get(0), "__streams.errors.message"))
                .contains("watermark 1970-01-01T00:00:30Z")
                .contains("grace 2000 ms");
        assertThat(tally()).isEqualTo(new Tally(2, 0, 1, 0, 1));
        assertThat(loop.output(Topics.LOOP).readKeyValuesToList()).hasSize(1);
        assertNothingElse();
    }

    @Test
    void shouldForwardOutcomesCommandsAndPoliciesByTenantWhateverTheirKey() {
        loop.pipe(Topics.OUTCOMES, "odd key", outcome("shop", OutcomeStatus.SUCCEEDED), 1);
        loop.pipe(
                Topics.COMMANDS,
                null,
                Command.newBuilder()
                        .setTenantId("shop")
                        .setCommandId("c-1")
                        .setKind(CommandKind.PAUSE)
                        .setIssuedBy("alice")
                        .setReason("because")
                        .build(),
                2);
        loop.pipe(
                Topics.POLICIES,
                "*",
                Policy.newBuilder()
                        .setTenantId("*")
                        .setVersion(1)
                        .setBody("minimum: {attempts: 7}")
                        .build(),
                3);
        List<KeyValue<String, LoopEvent>> events = loop.output(Topics.LOOP).readKeyValuesToList();
        assertThat(events).extracting(e -> e.key).containsExactly("shop", "shop", "*");
        assertThat(events).extracting(e -> e.value.getPartition()).containsOnly(-1);
        assertThat(loop.deadLetters().readRecordsToList())
                .extracting(l -> header(l, "__streams.errors.message"))
                .containsExactly(
                        "tenant shop has no decision d-1, nor any other",
                        "command PAUSE: there is no tenant shop: no data has come of it, and no policy of its own is"
                                + " published");
        assertThat(loop.output(Topics.STATUS).readValuesToList().subList(0, 1))
                .extracting(s -> s.getLastCommand().getCommandId())
                .as("the command is answered")
                .containsExactly("c-1");
        assertNothingElse();
    }

    @Test
    void shouldDeadLetterAnOutcomeOrCommandThatNamesNoTenantOrNothingKnown() {
        loop.pipe(Topics.OUTCOMES, "k", outcome("", OutcomeStatus.FAILED), 1);
        loop.pipe(Topics.OUTCOMES, "k", outcome("shop", OutcomeStatus.UNKNOWN), 2);
        loop.pipe(Topics.COMMANDS, "k", Command.newBuilder().setTenantId("shop").build(), 3);
        loop.pipe(Topics.POLICIES, "k", Policy.newBuilder().setTenantId("_x").build(), 4);
        assertThat(loop.deadLetters().readRecordsToList())
                .extracting(l -> header(l, "__streams.errors.message"))
                .containsExactly(
                        "tenant_id is missing",
                        "status is unknown; allowed: SUCCEEDED, FAILED, TIMED_OUT, SKIPPED",
                        "kind is unknown; allowed: APPROVE, REJECT, PAUSE, RESUME, AUTONOMY, MAINTENANCE, DRY_RUN, ACCEPT, FORGET",
                        "tenant_id '_x' begins with _, which is kept for the loop's own keys");
        assertNothingElse();
    }

    @Test
    void shouldDeadLetterACommandWhoseTimesNoTableHolds() {
        loop.pipe(
                Topics.COMMANDS,
                "k",
                Command.newBuilder()
                        .setTenantId("shop")
                        .setKind(CommandKind.MAINTENANCE)
                        .setStartsAt(Instant.parse("-5000-01-01T00:00:00Z"))
                        .build(),
                1);
        String allowed = "; allowed: 1900-01-01T00:00:00Z to 9999-12-31T23:59:59.999Z;"
                + " is it in another unit than milliseconds?";
        assertThat(loop.deadLetters().readRecordsToList())
                .extracting(l -> header(l, "__streams.errors.message"))
                .containsExactly("starts_at is -5000-01-01T00:00:00Z" + allowed);
        assertNothingElse();
    }

    @Test
    void shouldDeadLetterWhatIsNoPolicyAndKeepTheOneInForce() {
        loop.pipe(Topics.POLICIES, "*", policy(1, "minimum: {attempts: many}"), 1);
        loop.pipe(Topics.POLICIES, "*", policy(1, "minimum: {attempts: 7}"), 2);
        loop.pipe(Topics.POLICIES, "*", policy(1, "minimum: {attempts: 8}"), 3);
        observe(Observed.metric("shop", "cart", "queue", 5_000, 7), 5_100);
        tick(12_000, 12_500);

        assertThat(loop.deadLetters().readRecordsToList())
                .extracting(l -> header(l, "__streams.errors.message"))
                .satisfiesExactly(
                        first -> assertThat(first).contains("line 1").contains("attempts"),
                        second -> assertThat(second).isEqualTo("the policy of * has version 1; allowed: 2 and more"));
        assertThat(loop.output(Topics.CYCLES).readValue().getPolicyVersion()).isEqualTo(1);
        assertThat(loop.output(Topics.LOOP).readKeyValuesToList()).hasSize(6);
        assertThat(loop.output(Topics.TRENDS).readKeyValuesToList()).hasSize(2);
        assertThat(loop.output(Topics.STATUS).readKeyValuesToList()).hasSize(1);
        assertNothingElse();
    }

    private static Policy policy(long version, String body) {
        return Policy.newBuilder()
                .setTenantId("*")
                .setVersion(version)
                .setBody(body)
                .build();
    }

    @Test
    void shouldDeadLetterWhatIsNoLoopEvent() {
        loop.pipe(Topics.LOOP, "shop".getBytes(UTF_8), "junk".getBytes(UTF_8), 1);
        assertThat(loop.deadLetters().readRecordsToList()).hasSize(1);
        assertNothingElse();
    }

    private void observe(Observation o, long appendTimeMs) {
        loop.pipe(Topics.OBSERVATIONS, o.getTenantId() + "/" + o.getSource(), o, appendTimeMs);
    }

    private void tick(long atMs, long appendTimeMs) {
        loop.pipe(Topics.OBSERVATIONS, "_", Observed.tick(atMs), appendTimeMs);
    }

    private Tally tally() {
        return loop.progress().tally();
    }

    private void assertNothingElse() {
        for (Topic<?> topic :
                List.of(Topics.LOOP, Topics.TRENDS, Topics.PATTERNS, Topics.GOALS, Topics.CYCLES, Topics.STATUS)) {
            assertThat(loop.output(topic).isEmpty())
                    .as("nothing else on " + topic)
                    .isTrue();
        }
        assertThat(loop.deadLetters().isEmpty()).isTrue();
    }

    private static Outcome outcome(String tenant, OutcomeStatus status) {
        return Outcome.newBuilder()
                .setTenantId(tenant)
                .setDecisionId("d-1")
                .setStatus(status)
                .build();
    }

    private static String header(TestRecord<byte[], byte[]> letter, String name) {
        Headers headers = letter.headers();
        return new String(headers.lastHeader(name).value(), UTF_8);
    }
}
