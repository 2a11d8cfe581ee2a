package io.aurea.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** What becomes of records: rows, rejected rows, deleted rows. */
class PostgresSinkIT extends SinkFixture {

    private static final TopicPartition PATTERNS = new TopicPartition("aurea.patterns", 0);
    private static final TopicPartition BRAIN = new TopicPartition("aurea.brain", 0);
    private static final TopicPartition DECISIONS = new TopicPartition("aurea.decisions", 0);
    private static final TopicPartition OUTCOMES = new TopicPartition("aurea.outcomes", 0);
    private static final Instant NOON = SinkRecords.NOON;

    @Test
    void shouldStoreRowsAndMoveTheOffsetWithThem() throws SQLException {
        task.open(List.of(CYCLES));
        task.put(List.of(records.cycle(1), records.cycle(2)));

        assertThat(cycles()).containsExactly("shop|1|1", "shop|2|1");
        assertThat(offsets()).containsExactly("aurea.cycles|0|2");
        assertThat(task.preCommit(Map.of(CYCLES, new OffsetAndMetadata(2))))
                .containsExactly(Map.entry(CYCLES, new OffsetAndMetadata(2)));
        assertThat(context.offsets).isEmpty();
        assertThat(context.reports).isEmpty();
    }

    @Test
    void shouldNeverReplaceARowByAnOlderRevision() throws SQLException {
        task.open(List.of(CYCLES));
        task.put(List.of(records.cycle(1, 3), records.cycle(1, 2), records.cycle(2, 1), records.cycle(2, 2)));
        task.put(List.of(records.cycle(2, 1)));

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
    void shouldStoreTextThatOtherSystemsAllow() throws SQLException {
        task.open(List.of(OUTCOMES));
        Outcome odd = outcome(OutcomeStatus.FAILED);
        odd.setMessage("a\u0000b \ud83d\ude00");
        odd.setDetails(Map.of("k\u0000", "C:\\u0000\u0000"));
        task.put(List.of(records.outcome(odd)));

        assertThat(context.reports).isEmpty();
        assertThat(database.query("SELECT message, details->>U&'k\\FFFD' FROM aurea_outcomes"))
                .containsExactly("a\ufffdb \ud83d\ude00|C:\\u0000\ufffd");
    }

    @Test
    void shouldRefuseATimeInAnotherUnit() throws SQLException {
        task.open(List.of(OUTCOMES));
        Outcome odd = outcome(OutcomeStatus.FAILED);
        odd.setFinishedAt(Instant.ofEpochMilli(1_767_000_000_000_000L));
        task.put(List.of(records.outcome(odd)));

        assertThat(database.query("SELECT * FROM aurea_outcomes")).isEmpty();
        assertThat(context.reports).hasSize(1);
        assertThat(context.reports.get(0).reason()).contains("is not in the years 1900 to 9999; is it in another unit");
    }

    @Test
    void shouldReportARejectedRowAndStoreTheOthers() throws SQLException {
        task.open(List.of(CYCLES));
        CycleMetrics impossible = SinkRecords.cycleMetrics(2);
        impossible.setHealthScore(101.0);
        SinkRecord good = records.cycle(1);
        SinkRecord rejected = records.cycle(impossible);
        task.put(List.of(good, rejected, records.cycle(3)));

        assertThat(cycles()).containsExactly("shop|1|1", "shop|3|1");
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
                .isEqualTo("Half has no field for the key columns [cycle_number, timestamp] of aurea_cycle_metrics");
        assertThat(context.reports.get(1).reason()).contains("not a struct");
    }

    @Test
    void shouldStopAtARejectedRowWithoutAReporter() throws SQLException {
        task.stop();
        task = task(new FakeContext(false));
        task.open(List.of(CYCLES));
        CycleMetrics impossible = SinkRecords.cycleMetrics(2);
        impossible.setAutonomyLevel(33);

        assertThatThrownBy(() -> task.put(List.of(records.cycle(1), records.cycle(impossible))))
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
                records.cycle(1),
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
            there.put(List.of(records.cycle(1)));
            there.stop();
        } finally {
            TimeZone.setDefault(before);
        }

        assertThat(database.query("SELECT extract(epoch FROM timestamp)::bigint FROM aurea_cycle_metrics"))
                .containsExactly(Long.toString(NOON.getEpochSecond()));
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
