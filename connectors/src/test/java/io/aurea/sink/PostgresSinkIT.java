package io.aurea.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aurea.connector.ShippedConnector;
import io.aurea.migration.Migrations;
import io.aurea.schema.BrainEntry;
import io.aurea.schema.CycleMetrics;
import io.aurea.schema.Decision;
import io.aurea.schema.DecisionState;
import io.aurea.schema.DecisionStep;
import io.aurea.schema.DecisionType;
import io.aurea.schema.GuardVerdict;
import io.aurea.schema.Outcome;
import io.aurea.schema.OutcomeStatus;
import io.aurea.schema.Pattern;
import io.aurea.schema.PatternState;
import io.aurea.schema.PatternType;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The task against a real PostgreSQL, as the role that the migrations made for it. */
class PostgresSinkIT {

    private static final TopicPartition CYCLES = new TopicPartition("aurea.cycles", 0);
    private static final TopicPartition PATTERNS = new TopicPartition("aurea.patterns", 0);
    private static final TopicPartition BRAIN = new TopicPartition("aurea.brain", 0);
    private static final TopicPartition DECISIONS = new TopicPartition("aurea.decisions", 0);
    private static final TopicPartition OUTCOMES = new TopicPartition("aurea.outcomes", 0);
    private static final Instant NOON = Instant.parse("2026-07-01T12:00:00Z");

    @TempDir
    static Path folder;

    private static Database database;

    private final SinkRecords records = new SinkRecords();
    private final FakeContext context = new FakeContext(true);
    private PostgresSinkTask task;

    @BeforeAll
    static void startDatabase() {
        database = new Database(folder);
    }

    @AfterAll
    static void stopDatabase() {
        database.close();
    }

    @BeforeEach
    void empty() throws SQLException {
        database.execute("TRUNCATE aurea_cycle_metrics, aurea_autonomous_goals, aurea_patterns, aurea_pattern_onsets,"
                + " aurea_decisions, aurea_outcomes, aurea_learnings, unified_brain, aurea_sink_offsets");
        task = task(context);
    }

    @AfterEach
    void stopTask() {
        task.stop();
    }

    @Test
    void shouldStoreRowsAndMoveTheOffsetWithThem() throws SQLException {
        task.open(List.of(CYCLES));
        task.put(List.of(records.cycle(cycle(1)), records.cycle(cycle(2))));

        assertThat(cycles()).containsExactly("shop|1|1", "shop|2|1");
        assertThat(offsets()).containsExactly("aurea.cycles|0|2");
        assertThat(task.preCommit(Map.of(CYCLES, new OffsetAndMetadata(2))))
                .containsExactly(Map.entry(CYCLES, new OffsetAndMetadata(2)));
        assertThat(context.offsets).isEmpty();
        assertThat(context.reports).isEmpty();
    }

    @Test
    void shouldGoOnWhereTheTaskBeforeItStopped() throws SQLException {
        task.open(List.of(CYCLES));
        task.put(List.of(records.cycle(cycle(1)), records.cycle(cycle(2))));
        task.stop();

        FakeContext later = new FakeContext(true);
        task = task(later);
        task.open(List.of(CYCLES));
        assertThat(later.offsets).containsExactly(Map.entry(CYCLES, 2L));
        task.put(List.of(records.cycle(cycle(3))));

        assertThat(cycles()).containsExactly("shop|1|1", "shop|2|1", "shop|3|1");
        assertThat(offsets()).containsExactly("aurea.cycles|0|3");
    }

    @Test
    void shouldStopATaskWhosePartitionAnotherOneTookOver() throws SQLException {
        PostgresSinkTask zombie = task(new FakeContext(true));
        zombie.open(List.of(CYCLES));
        zombie.put(List.of(records.cycle(cycle(1))));
        task.open(List.of(CYCLES));
        assertThat(context.offsets).containsExactly(Map.entry(CYCLES, 1L));

        // Their offsets agree: only the epoch tells them apart.
        assertThatThrownBy(() -> zombie.put(List.of(records.cycle(cycle(2)))))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessageContainingAll("lost aurea.cycles-0", "epoch 1", "epoch 2");
        zombie.stop();
        records.seek("aurea.cycles", 1);
        task.put(List.of(records.cycle(cycle(3))));

        assertThat(cycles()).containsExactly("shop|1|1", "shop|3|1");
        assertThat(offsets()).containsExactly("aurea.cycles|0|2");
    }

    @Test
    void shouldNeverReplaceARowByAnOlderRevision() throws SQLException {
        task.open(List.of(CYCLES));
        task.put(List.of(
                records.cycle(cycle(1, 3)),
                records.cycle(cycle(1, 2)),
                records.cycle(cycle(2, 1)),
                records.cycle(cycle(2, 2))));
        task.put(List.of(records.cycle(cycle(2, 1))));

        assertThat(cycles()).containsExactly("shop|1|3", "shop|2|2");
        assertThat(offsets()).containsExactly("aurea.cycles|0|5");
    }

    @Test
    void shouldLetTheLastOfSeveralRecordsWithoutRevisionStay() throws SQLException {
        task.open(List.of(OUTCOMES));
        task.put(List.of(
                records.outcome(outcome(OutcomeStatus.TIMED_OUT)), records.outcome(outcome(OutcomeStatus.SUCCEEDED))));

        assertThat(database.query("SELECT decision_id, status FROM aurea_outcomes"))
                .containsExactly("d-1|SUCCEEDED");
    }

    @Test
    void shouldReportARejectedRowAndStoreTheOthers() throws SQLException {
        task.open(List.of(CYCLES));
        CycleMetrics impossible = cycle(2);
        impossible.setHealthScore(101.0);
        SinkRecord rejected = records.cycle(cycle(1));
        rejected = records.cycle(impossible);
        task.put(List.of(rejected, records.cycle(cycle(3))));

        assertThat(cycles()).containsExactly("shop|3|1");
        assertThat(offsets()).containsExactly("aurea.cycles|0|3");
        assertThat(context.reports).hasSize(1);
        assertThat(context.reports.get(0).sinkRecord()).isSameAs(rejected);
        assertThat(context.reports.get(0).reason()).contains("aurea_cycle_metrics_health_score_check", "23514");
    }

    @Test
    void shouldReportARecordThatIsNoRow() throws SQLException {
        task.open(List.of(CYCLES));
        Schema lacksKey = SchemaBuilder.struct()
                .name("Half")
                .field("tenant_id", Schema.STRING_SCHEMA)
                .build();
        SinkRecord half = new SinkRecord(
                "aurea.cycles", 0, null, null, lacksKey, new Struct(lacksKey).put("tenant_id", "shop"), 0);
        SinkRecord text = new SinkRecord("aurea.cycles", 0, null, null, Schema.STRING_SCHEMA, "cycle", 1);
        task.put(List.of(half, text));

        assertThat(cycles()).isEmpty();
        assertThat(offsets()).containsExactly("aurea.cycles|0|2");
        assertThat(context.reports).hasSize(2);
        assertThat(context.reports.get(0).reason())
                .isEqualTo("Half has no field for the key columns [cycle_number] of aurea_cycle_metrics");
        assertThat(context.reports.get(1).reason()).contains("not a struct");
    }

    @Test
    void shouldStopAtARejectedRowWithoutAReporter() throws SQLException {
        task.stop();
        task = task(new FakeContext(false));
        task.open(List.of(CYCLES));
        CycleMetrics impossible = cycle(2);
        impossible.setAutonomyLevel(33);

        assertThatThrownBy(() -> task.put(List.of(records.cycle(cycle(1)), records.cycle(impossible))))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessageContainingAll("offset 1 of aurea.cycles-0", "autonomy_level_check", "errors.tolerance=all");
        assertThat(cycles()).isEmpty();
        assertThat(offsets()).containsExactly("aurea.cycles|0|null");
    }

    @Test
    void shouldFeedTwoTablesFromOneTopicOrNoneOfThem() throws SQLException {
        task.open(List.of(PATTERNS));
        Pattern first = pattern("p-1", 1, 1);
        Pattern abated = pattern("p-1", 2, 1);
        abated.setState(PatternState.ABATED);
        abated.setAbatedAt(NOON.plusSeconds(60));
        Pattern again = pattern("p-1", 3, 2);
        // Good for the table of onsets, but not for that of patterns.
        Pattern unknown = pattern("p-2", 1, 1);
        unknown.setState(PatternState.UNKNOWN);
        task.put(List.of(
                records.pattern(first), records.pattern(abated), records.pattern(again), records.pattern(unknown)));

        assertThat(database.query("SELECT pattern_id, state, onset_number, revision FROM aurea_patterns"))
                .containsExactly("p-1|ONSET|2|3");
        assertThat(database.query(
                        "SELECT pattern_id, onset_number, abated_at IS NOT NULL, detected_at AT TIME ZONE 'UTC'"
                                + " FROM aurea_pattern_onsets ORDER BY onset_number"))
                .containsExactly("p-1|1|t|2026-07-01 12:00:00", "p-1|2|f|2026-07-01 12:00:00");
        assertThat(context.reports).hasSize(1);
        assertThat(offsets()).containsExactly("aurea.patterns|0|4");
    }

    @Test
    void shouldDeleteByTombstoneWhereADeleteKeyIsSet() throws SQLException {
        task.open(List.of(BRAIN, CYCLES));
        task.put(List.of(
                records.brain(brain("a/b", "{\"lesson\": \"retry payments\"}")),
                records.brain(brain("kept", "[1]")),
                records.tombstone("aurea.brain", "shop/a/b"),
                records.tombstone("aurea.brain", "broken"),
                records.cycle(cycle(1)),
                records.tombstone("aurea.cycles", "shop/1")));

        assertThat(database.query("SELECT key FROM unified_brain")).containsExactly("kept");
        assertThat(cycles()).containsExactly("shop|1|1");
        assertThat(context.reports).hasSize(1);
        assertThat(context.reports.get(0).reason()).contains("tenant_id/key", "broken");
        assertThat(offsets()).containsExactly("aurea.brain|0|4", "aurea.cycles|0|2");
    }

    @Test
    void shouldKeepNestedValuesAsJsonAndFindWordsInThem() throws SQLException {
        task.open(List.of(DECISIONS, BRAIN));
        task.put(List.of(
                records.decision(decision()), records.brain(brain("k", "{\"lesson\": \"retries hurt payments\"}"))));

        assertThat(database.query("SELECT guards->0->>'reason', score_terms->>'impact', history->0->>'entered_at',"
                        + " jsonb_array_length(trends), state FROM aurea_decisions"))
                .containsExactly("quiet|0.5|2026-07-01T12:00:00Z|2|PROPOSED");
        assertThat(database.query("SELECT key, value->>'lesson' FROM unified_brain"
                        + " WHERE search @@ websearch_to_tsquery('english', 'payment retry')"))
                .containsExactly("k|retries hurt payments");
        assertThat(context.reports).isEmpty();
    }

    @Test
    void shouldReportTextThatIsNoJson() throws SQLException {
        task.open(List.of(BRAIN));
        task.put(List.of(records.brain(brain("bad", "{")), records.brain(brain("good", "{}"))));

        assertThat(database.query("SELECT key FROM unified_brain")).containsExactly("good");
        assertThat(context.reports).hasSize(1);
        assertThat(context.reports.get(0).reason()).contains("json", "22P02");
    }

    @Test
    void shouldStoreTheSameInstantInEveryTimeZone() throws SQLException {
        TimeZone before = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
            PostgresSinkTask there = task(context);
            there.open(List.of(CYCLES));
            there.put(List.of(records.cycle(cycle(1))));
            there.stop();
        } finally {
            TimeZone.setDefault(before);
        }

        assertThat(database.query("SELECT extract(epoch FROM timestamp)::bigint FROM aurea_cycle_metrics"))
                .containsExactly(Long.toString(NOON.getEpochSecond()));
    }

    @Test
    void shouldWaitForPostgresAndLoseNothing() throws SQLException {
        task.open(List.of(CYCLES));
        task.put(List.of(records.cycle(cycle(1))));
        List<SinkRecord> batch = List.of(records.cycle(cycle(2)), records.cycle(cycle(3)));

        database.server().kill();
        try {
            assertThatThrownBy(() -> task.put(batch)).isInstanceOf(RetriableException.class);
            assertThatThrownBy(() -> task.put(batch)).isInstanceOf(RetriableException.class);
            assertThat(task.preCommit(Map.of(CYCLES, new OffsetAndMetadata(1))))
                    .containsExactly(Map.entry(CYCLES, new OffsetAndMetadata(1)));
            assertThat(context.timeouts).containsExactly(250L, 500L);
        } finally {
            database.server().restart();
        }
        task.put(batch);

        assertThat(cycles()).containsExactly("shop|1|1", "shop|2|1", "shop|3|1");
        assertThat(offsets()).containsExactly("aurea.cycles|0|3");
    }

    @Test
    void shouldStopWhenPostgresStaysAway() {
        task.stop();
        task = task(context, Map.of("retry.timeout.ms", "0"));
        task.open(List.of(CYCLES));

        database.server().kill();
        try {
            assertThatThrownBy(() -> task.put(List.of(records.cycle(cycle(1)))))
                    .isExactlyInstanceOf(ConnectException.class)
                    .hasMessageContaining("retry.timeout.ms");
        } finally {
            database.server().restart();
        }
    }

    @Test
    void shouldTakePartitionsOverLaterWhenPostgresIsAwayAtFirst() throws SQLException {
        task.open(List.of(CYCLES));
        task.put(List.of(records.cycle(cycle(1)), records.cycle(cycle(2))));
        task.stop();
        records.seek("aurea.cycles", 5);
        List<SinkRecord> tooEarly = List.of(records.cycle(cycle(6)));
        FakeContext later = new FakeContext(true);

        database.server().kill();
        try {
            task = task(later);
            task.open(List.of(CYCLES));
            assertThatThrownBy(() -> task.put(tooEarly)).isInstanceOf(RetriableException.class);
        } finally {
            database.server().restart();
        }
        // What the consumer read before it knew the stored offset is not taken: it will come again.
        task.put(tooEarly);
        assertThat(later.offsets).containsExactly(Map.entry(CYCLES, 2L));
        assertThat(task.preCommit(Map.of(CYCLES, new OffsetAndMetadata(6))))
                .containsExactly(Map.entry(CYCLES, new OffsetAndMetadata(2)));
        records.seek("aurea.cycles", 2);
        task.put(List.of(records.cycle(cycle(3))));

        assertThat(cycles()).containsExactly("shop|1|1", "shop|2|1", "shop|3|1");
        assertThat(offsets()).containsExactly("aurea.cycles|0|3");
    }

    @Test
    void shouldStopWhenTheLogIsNotTheOneItKnows() throws SQLException {
        task.open(List.of(CYCLES));
        task.put(LongStream.rangeClosed(1, 5)
                .mapToObj(n -> records.cycle(cycle(n)))
                .toList());
        task.close(List.of(CYCLES));
        task.open(List.of(CYCLES));
        records.seek("aurea.cycles", 0);

        assertThatThrownBy(() -> task.put(List.of(records.cycle(cycle(6)))))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessageContainingAll("offset 0 of aurea.cycles-0", "below 5", "DELETE /connectors/sink/offsets");
        assertThat(cycles()).hasSize(5);
        assertThat(offsets()).containsExactly("aurea.cycles|0|5");
    }

    @Test
    void shouldMoveTheOffsetPastRecordsThatTheConverterRefused() throws SQLException {
        task.open(List.of(CYCLES));
        task.put(List.of(records.cycle(cycle(1))));

        assertThat(task.preCommit(Map.of(CYCLES, new OffsetAndMetadata(4))))
                .containsExactly(Map.entry(CYCLES, new OffsetAndMetadata(4)));
        assertThat(offsets()).containsExactly("aurea.cycles|0|4");
    }

    @Test
    void shouldAlterAndResetOffsetsForTheWorker() throws SQLException {
        task.open(List.of(CYCLES));
        task.put(List.of(records.cycle(cycle(1)), records.cycle(cycle(2))));
        PostgresSinkConnector connector = new PostgresSinkConnector();

        assertThat(connector.alterOffsets(config(Map.of()), Map.of(CYCLES, 1L))).isTrue();
        assertThat(offsets()).containsExactly("aurea.cycles|0|1");
        assertThatThrownBy(() -> task.put(List.of(records.cycle(cycle(3)))))
                .hasMessageContaining("lost aurea.cycles-0");

        assertThat(connector.alterOffsets(config(Map.of()), Map.of())).isTrue();
        assertThat(offsets()).containsExactly("aurea.cycles|0|null");
        assertThatThrownBy(() -> connector.alterOffsets(config(Map.of()), Map.of(new TopicPartition("other", 0), 1L)))
                .isInstanceOf(ConnectException.class)
                .hasMessageContainingAll("other-0", "aurea.cycles");
    }

    @Test
    void shouldSayAtStartWhatTheDatabaseLacks() throws SQLException {
        assertThatThrownBy(() -> task(context, Map.of("tables.cycles.name", "no_such_table")))
                .hasMessageContaining("table no_such_table does not exist");
        assertThatThrownBy(() -> task(context, Map.of("tables.cycles.key", "tenant_id,no_such_column")))
                .hasMessageContainingAll("tables.cycles.key", "no_such_column", "cycle_number");
        assertThatThrownBy(() -> task(context, Map.of("tables.cycles.key", "tenant_id")))
                .hasMessageContainingAll("tables.cycles.key", "no unique key");
        assertThatThrownBy(() -> task(context, Map.of("connection.password", "wrong")))
                .hasMessageContaining("28P01");
        assertThatThrownBy(() -> task(
                        context,
                        Map.of(
                                "connection.user", Migrations.READER_ROLE,
                                "connection.password", Database.READER_PASSWORD)))
                .hasMessageContaining("role aurea_reader may not INSERT on table aurea_sink_offsets");
        assertThat(offsets()).isEmpty();
    }

    private static PostgresSinkTask task(FakeContext context) {
        return task(context, Map.of());
    }

    private static PostgresSinkTask task(FakeContext context, Map<String, String> changes) {
        PostgresSinkTask task = new PostgresSinkTask();
        task.initialize(context);
        task.start(config(changes));
        return task;
    }

    /** The shipped configuration, with what the worker would take from its environment. */
    private static Map<String, String> config(Map<String, String> changes) {
        Map<String, String> config = new HashMap<>(ShippedConnector.POSTGRES_SINK.config());
        config.put("name", "sink");
        config.put("connection.url", database.server().jdbcUrl());
        config.put("connection.user", Migrations.WRITER_ROLE);
        config.put("connection.password", Database.WRITER_PASSWORD);
        config.putAll(changes);
        return config;
    }

    private static List<String> cycles() throws SQLException {
        return database.query(
                "SELECT tenant_id, cycle_number, revision FROM aurea_cycle_metrics ORDER BY tenant_id, cycle_number");
    }

    private static List<String> offsets() throws SQLException {
        return database.query("SELECT topic, partition, next_offset FROM aurea_sink_offsets ORDER BY topic, partition");
    }

    private static CycleMetrics cycle(long number) {
        return cycle(number, 1);
    }

    private static CycleMetrics cycle(long number, long revision) {
        return CycleMetrics.newBuilder()
                .setTenantId("shop")
                .setCycleNumber(number)
                .setRevision(revision)
                .setTimestamp(NOON)
                .setWindowStart(NOON.minusSeconds(10))
                .setWindowEnd(NOON)
                .setHealthComponents(Map.of("errors", 99.5))
                .setPatternsDetected(List.of("SUCCESS"))
                .build();
    }

    private static Pattern pattern(String id, long revision, long onset) {
        return Pattern.newBuilder()
                .setTenantId("shop")
                .setPatternId(id)
                .setRevision(revision)
                .setPatternType(PatternType.LEVEL_SHIFT)
                .setState(PatternState.ONSET)
                .setOnsetNumber(onset)
                .setOnsetAt(NOON)
                .setFirstDetected(NOON)
                .setLastDetected(NOON)
                .build();
    }

    private static Decision decision() {
        return Decision.newBuilder()
                .setTenantId("shop")
                .setDecisionId("d-1")
                .setRevision(1)
                .setState(DecisionState.PROPOSED)
                .setDecisionType(DecisionType.technical)
                .setAction("restart")
                .setScoreTerms(Map.of("impact", 0.5))
                .setTrends(List.of("a", "b"))
                .setGuards(List.of(new GuardVerdict("maintenance", true, "quiet")))
                .setHistory(List.of(new DecisionStep(DecisionState.PROPOSED, NOON, "rule")))
                .build();
    }

    private static Outcome outcome(OutcomeStatus status) {
        return Outcome.newBuilder()
                .setTenantId("shop")
                .setDecisionId("d-1")
                .setStatus(status)
                .build();
    }

    private static BrainEntry brain(String key, String value) {
        return BrainEntry.newBuilder()
                .setTenantId("shop")
                .setKey(key)
                .setRevision(1)
                .setValue(value)
                .setPriority("low")
                .build();
    }
}
