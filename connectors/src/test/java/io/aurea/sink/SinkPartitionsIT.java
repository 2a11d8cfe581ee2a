package io.aurea.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aurea.schema.Decision;
import io.aurea.schema.DecisionState;
import io.aurea.schema.DecisionType;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows find their partition, wherever in time they are. */
class SinkPartitionsIT extends SinkFixture {

    private static final TopicPartition DECISIONS = new TopicPartition("aurea.decisions", 0);
    private static final List<DecisionState> STATES = Stream.of(DecisionState.values())
            .filter(state -> state != DecisionState.UNKNOWN)
            .toList();

    /** As often as not in one of a few months, else anywhere that a time may be. */
    private static final Instant FIRST = Instant.parse("1900-01-01T00:00:00Z");

    private static final long SPAN_MS =
            Duration.between(FIRST, Instant.parse("9999-12-31T23:59:59Z")).toMillis();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldKeepOneRowOfADecisionWhateverItsStates(long seed) throws SQLException {
        Random random = new Random(seed);
        Map<String, Decision> newest = new HashMap<>();
        List<Decision> all = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            Instant created = random.nextBoolean()
                    ? SinkRecords.NOON.plus(Duration.ofHours(random.nextInt(4_000)))
                    : FIRST.plusMillis(random.nextLong(SPAN_MS));
            for (int revision = 1; revision <= 1 + random.nextInt(6); revision++) {
                Decision state = decision(i + "-1", revision, created, STATES.get(random.nextInt(STATES.size())));
                all.add(state);
                newest.merge(state.getDecisionId(), state, (a, b) -> a.getRevision() > b.getRevision() ? a : b);
            }
        }
        Collections.shuffle(all, random);

        task.open(List.of(DECISIONS));
        for (int from = 0; from < all.size(); ) {
            int to = Math.min(all.size(), from + 1 + random.nextInt(20));
            if (random.nextInt(4) == 0) {
                database.query(
                        "SELECT aurea_drop_partition(of_table, partition) FROM aurea_partitions p WHERE NOT EXISTS"
                                + " (SELECT FROM aurea_decisions WHERE created_at >= p.starts AND created_at < p.ends)");
            }
            task.put(all.subList(from, to).stream().map(records::decision).toList());
            from = to;
        }

        assertThat(context.reports).isEmpty();
        assertThat(database.query("SELECT decision_id, revision, state FROM aurea_decisions"))
                .containsExactlyInAnyOrderElementsOf(newest.values().stream()
                        .map(each -> each.getDecisionId() + '|' + each.getRevision() + '|' + each.getState())
                        .toList());
        assertThat(offsets()).containsExactly("aurea.decisions|0|" + all.size());
    }

    @Test
    void shouldMakeAPartitionOnceAndNoneAgainAfterARestart() throws SQLException {
        task.open(List.of(CYCLES));
        task.put(List.of(records.cycle(1), records.cycle(2)));
        List<String> made = database.query("SELECT partition, starts, ends FROM aurea_partitions");
        task.stop();

        PostgresSinkTask again = task(context);
        again.open(List.of(CYCLES));
        again.put(List.of(records.cycle(3)));
        again.stop();

        assertThat(made).containsExactly("aurea_cycle_metrics_20260629|2026-06-29 00:00:00+00|2026-07-06 00:00:00+00");
        assertThat(database.query("SELECT partition, starts, ends FROM aurea_partitions"))
                .isEqualTo(made);
        assertThat(cycles()).hasSize(3);
    }

    @Test
    void shouldMakeAPartitionAgainThatWasDroppedMeanwhileAndRejectOnlyWhatIsWrong() throws SQLException {
        task.open(List.of(CYCLES));
        task.put(List.of(records.cycle(1)));
        database.query("SELECT aurea_drop_partition(of_table, partition) FROM aurea_partitions");
        var impossible = SinkRecords.cycleMetrics(3);
        impossible.setHealthScore(101.0);
        task.put(List.of(records.cycle(2), records.cycle(impossible), records.cycle(4)));

        assertThat(cycles()).containsExactly("shop|2|1", "shop|4|1");
        assertThat(context.reports).hasSize(1);
        assertThat(context.reports.get(0).reason()).contains("health_score_check");
        assertThat(offsets()).containsExactly("aurea.cycles|0|4");
    }

    @Test
    void shouldBlockNeitherReadersNorWritersWhileItMakesAPartition() throws SQLException {
        database.execute("CREATE TABLE seen (n bigint)");
        task.open(List.of(CYCLES));
        try (var reader = java.sql.DriverManager.getConnection(
                        database.server().jdbcUrl(),
                        database.server().user(),
                        database.server().password());
                var query = reader.createStatement()) {
            reader.setAutoCommit(false);
            query.execute("SELECT count(*) FROM aurea_cycle_metrics");
            query.execute("INSERT INTO seen SELECT count(*) FROM aurea_cycle_metrics");
            task.put(List.of(records.cycle(1)));
            reader.commit();
        } finally {
            database.execute("DROP TABLE seen");
        }

        assertThat(cycles()).containsExactly("shop|1|1");
        assertThat(context.timeouts).isEmpty();
    }

    /** Every time has a place, and there is never more than one for it. */
    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void shouldHaveABoundedNumberOfPartitionsThatCoverEveryTime(long seed) throws SQLException {
        Random random = new Random(seed);
        TreeSet<Instant> times = new TreeSet<>(List.of(FIRST, FIRST.plusMillis(SPAN_MS)));
        for (int i = 0; i < 60; i++) {
            times.add(FIRST.plusMillis(random.nextLong(SPAN_MS)));
        }
        List<Instant> shuffled = new ArrayList<>(times);
        Collections.shuffle(shuffled, random);
        for (Instant time : shuffled) {
            database.query("SELECT aurea_partition('aurea_decisions', '" + time + "', 10)");
            database.execute(
                    "INSERT INTO aurea_decisions (tenant_id, decision_id, cycle_number, state, decision_type, action,"
                            + " created_at) VALUES ('t', '" + time + "', 1, 'FAILED', 'technical', 'a', '" + time
                            + "')");
        }

        assertThat(database.query("SELECT count(*) <= 21 FROM aurea_partitions"))
                .containsExactly("t");
        assertThat(database.query("SELECT count(*) FROM aurea_decisions")).containsExactly("" + times.size());
    }

    @Test
    void shouldDropOldPartitionsByItself() throws SQLException, InterruptedException {
        task.open(List.of(CYCLES));
        task.put(List.of(cycle(1, SinkRecords.NOON.minus(Duration.ofDays(30))), records.cycle(2)));
        task.stop();

        PostgresSinkTask pruning =
                task(context, Map.of("tables.cycles.retention.ms", "86400000", "prune.interval.ms", "50"));
        pruning.open(List.of(CYCLES));
        for (int tries = 0; tries < 600 && cycles().size() > 1; tries++) {
            Thread.sleep(50);
        }
        pruning.put(List.of(records.cycle(3)));
        pruning.stop();

        assertThat(cycles()).containsExactly("shop|2|1", "shop|3|1");
        assertThat(database.query("SELECT starts FROM aurea_partitions")).containsExactly("2026-06-29 00:00:00+00");
        assertThat(offsets()).containsExactly("aurea.cycles|0|3");
    }

    @Test
    void shouldGoOnStoringWhileOldRowsCannotBeRemoved() throws SQLException, InterruptedException {
        database.execute("REVOKE EXECUTE ON FUNCTION aurea_drop_partition FROM aurea_writer");
        try {
            PostgresSinkTask pruning =
                    task(context, Map.of("tables.cycles.retention.ms", "86400000", "prune.interval.ms", "1"));
            pruning.open(List.of(CYCLES));
            pruning.put(List.of(cycle(1, SinkRecords.NOON.minus(Duration.ofDays(30))), records.cycle(2)));
            Thread.sleep(300);
            pruning.put(List.of(records.cycle(3)));
            pruning.stop();
        } finally {
            database.execute("GRANT EXECUTE ON FUNCTION aurea_drop_partition TO aurea_writer");
        }

        assertThat(cycles()).hasSize(3);
        assertThat(context.timeouts).isEmpty();
        assertThat(database.query("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"))
                .containsExactly("0");
    }

    @Test
    void shouldSayWhichFunctionARoleMayNotUse() throws SQLException {
        database.execute("REVOKE EXECUTE ON FUNCTION aurea_partition FROM aurea_writer");
        try {
            assertThatThrownBy(() -> task(context))
                    .hasMessageContaining("role aurea_writer may not make partitions: GRANT EXECUTE ON FUNCTION");
        } finally {
            database.execute("GRANT EXECUTE ON FUNCTION aurea_partition TO aurea_writer");
        }
        assertThat(offsets()).isEmpty();
    }

    @Test
    void shouldLetTheWriterUseTheFunctionsForTheirTablesOnly() {
        for (String call : List.of(
                "SELECT aurea_partition('flyway_schema_history', now())",
                "SELECT aurea_partition('aurea_outcomes', now())",
                "SELECT aurea_drop_partition('aurea_decisions', 'aurea_outcomes')",
                "SELECT aurea_drop_partition('pg_class', 'aurea_outcomes')")) {
            assertThatThrownBy(() -> database.query("aurea_writer", Database.WRITER_PASSWORD, call))
                    .as(call)
                    .hasFieldOrPropertyWithValue("SQLState", "22023");
        }
        assertThatThrownBy(() -> database.query(
                        "aurea_reader", Database.READER_PASSWORD, "SELECT aurea_partition('aurea_decisions', now())"))
                .hasFieldOrPropertyWithValue("SQLState", "42501");
    }

    private SinkRecord cycle(long number, Instant end) {
        var cycle = SinkRecords.cycleMetrics(number);
        cycle.setTimestamp(end);
        return records.cycle(cycle);
    }

    private static Decision decision(String id, long revision, Instant created, DecisionState state) {
        return Decision.newBuilder()
                .setTenantId("shop")
                .setDecisionId(id)
                .setRevision(revision)
                .setState(state)
                .setDecisionType(DecisionType.technical)
                .setAction("restart")
                .setCreatedAt(created)
                .setUpdatedAt(created.plusSeconds(revision))
                .build();
    }
}
