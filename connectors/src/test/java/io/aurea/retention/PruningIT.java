package io.aurea.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.migration.Migrations;
import io.aurea.sink.Database;
import io.aurea.sink.WithDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is older than its retention goes, and nothing else does. */
class PruningIT extends WithDatabase {

    private static final Instant NEWEST = Instant.parse("2026-07-01T12:00:00Z");

    /** Ten weeks of cycles, every six hours, up to the newest. */
    @BeforeEach
    void fill() throws SQLException {
        database.execute("TRUNCATE aurea_cycle_metrics, aurea_autonomous_goals, aurea_patterns, aurea_pattern_onsets,"
                + " aurea_decisions, aurea_outcomes, aurea_learnings, aurea_incidents, aurea_commands, aurea_policies");
        database.query("SELECT aurea_drop_partition(of_table, partition) FROM aurea_partitions");
        cover("aurea_cycle_metrics", "2026-04-20Z");
        database.execute("""
                INSERT INTO aurea_cycle_metrics (tenant_id, cycle_number, timestamp)
                SELECT 'shop', n, timestamptz '2026-07-01 12:00Z' - (280 - n) * interval '6 hours'
                FROM generate_series(1, 280) AS n""");
    }

    @Test
    void shouldDropOldPartitionsAndDeleteTheRestOfWhatIsOld() throws Exception {
        PruneReport dry = prune(true, true, Map.of(HistoryTable.CYCLES, Duration.ofDays(30)));
        assertThat(database.query("SELECT count(*) FROM aurea_cycle_metrics")).containsExactly("280");

        PruneReport done = prune(true, false, Map.of(HistoryTable.CYCLES, Duration.ofDays(30)));

        assertThat(done).isEqualTo(dry);
        assertThat(done.cutoff()).isEqualTo(NEWEST.minus(Duration.ofDays(30)));
        assertThat(done.partitions()).isEqualTo(6);
        assertThat(done.bytes()).isPositive();
        assertThat(done.partitionRows() + done.deletedRows()).isEqualTo(280 - 121);
        assertThat(done.deletedRows()).isEqualTo(2);
        assertThat(done.busy()).isEmpty();
        assertThat(database.query("SELECT count(*), min(cycle_number), max(cycle_number) FROM aurea_cycle_metrics"))
                .containsExactly("121|160|280");
        assertThat(database.query("SELECT count(*), min(starts) FROM aurea_partitions"))
                .containsExactly("5|2026-06-01 00:00:00+00");
        assertThat(prune(true, false, Map.of(HistoryTable.CYCLES, Duration.ofDays(30)))
                        .isEmpty())
                .isTrue();
    }

    @Test
    void shouldLeaveThePartitionInWhichTheRetentionEndsWhenItIsToTouchWholeOnesOnly() throws Exception {
        PruneReport done = prune(false, false, Map.of(HistoryTable.CYCLES, Duration.ofDays(30)));

        assertThat(done.deletedRows()).isZero();
        assertThat(done.partitions()).isEqualTo(6);
        assertThat(database.query("SELECT count(*) FROM aurea_cycle_metrics")).containsExactly("123");
    }

    @Test
    void shouldKeepWhatIsOpenHoweverOldAndTheOutcomesOfYoungDecisions() throws Exception {
        cover("aurea_decisions", "2026-01-01Z");
        cover("aurea_autonomous_goals", "2026-01-01Z");
        cover("aurea_pattern_onsets", "2026-01-01Z");
        database.execute("""
                INSERT INTO aurea_decisions (tenant_id, decision_id, cycle_number, state, judged, decision_type, action, created_at)
                SELECT 'shop', state || judged, 1, state, judged, 'technical', 'a', '2026-02-10Z'
                FROM unnest(ARRAY['AWAITING_APPROVAL', 'SUCCEEDED', 'VERIFIED']) AS state, unnest(ARRAY[true, false]) AS judged
                UNION ALL VALUES ('shop', 'january', 1, 'FAILED', true, 'technical', 'a', '2026-01-10Z'::timestamptz),
                                 ('shop', 'young', 1, 'FAILED', true, 'technical', 'a', '2026-06-30Z')""");
        database.execute("""
                INSERT INTO aurea_outcomes (tenant_id, decision_id, status, finished_at)
                VALUES ('shop', 'young', 'FAILED', '1970-01-01Z'), ('shop', 'january', 'FAILED', '2026-01-10Z'),
                       ('shop', 'gone', 'FAILED', '2026-06-30Z')""");
        database.execute("""
                INSERT INTO aurea_autonomous_goals (tenant_id, goal_id, goal_type, description, target_metric, status, created_at)
                VALUES ('shop', 'old', 'quality', 'd', 'm', 'achieved', '2026-01-10Z'),
                       ('shop', 'active', 'quality', 'd', 'm', 'active', '2026-01-10Z')""");
        database.execute("""
                INSERT INTO aurea_pattern_onsets (tenant_id, pattern_id, onset_number, pattern_type, detected_at, abated_at)
                VALUES ('shop', 'p', 1, 'FLAPPING', '2026-01-10Z', '2026-01-11Z'), ('shop', 'p', 2, 'FLAPPING', '2026-02-10Z', null)""");
        database.execute("""
                INSERT INTO aurea_patterns (tenant_id, pattern_id, pattern_type, pattern_description, state, last_detected)
                VALUES ('shop', 'on', 'FLAPPING', 'd', 'ONGOING', '2026-01-10Z'), ('shop', 'off', 'FLAPPING', 'd', 'ABATED', '2026-01-10Z'),
                       ('shop', 'late', 'FLAPPING', 'd', 'ABATED', '2026-06-10Z')""");
        database.execute("""
                INSERT INTO aurea_incidents (tenant_id, incident_id, state, opened_at)
                VALUES ('shop', 'open', 'OPEN', '2026-01-10Z'), ('shop', 'ended', 'ENDED', '2026-01-10Z'),
                       ('shop', 'late', 'ENDED', '2026-06-10Z')""");
        database.execute("""
                INSERT INTO aurea_commands (tenant_id, command_id, kind, issued_by, issued_at, answered_at, result)
                VALUES ('shop', 'old', 'PAUSE', 'ann', '2026-01-10Z', '2026-01-10Z', 'DONE'),
                       ('shop', 'late', 'RESUME', 'ann', '2026-01-10Z', '2026-06-10Z', 'DONE')""");
        database.execute("""
                INSERT INTO aurea_policies (tenant_id, version, body, published_at)
                VALUES ('shop', 1, '', '2026-01-10Z'), ('shop', 2, '', '2026-01-11Z'), ('*', 1, '', '2026-01-10Z')""");
        Map<HistoryTable, Duration> retention = Map.of(
                HistoryTable.COMMANDS, Duration.ofDays(60),
                HistoryTable.POLICIES, Duration.ofDays(60),
                HistoryTable.INCIDENTS, Duration.ofDays(60),
                HistoryTable.GOALS, Duration.ofDays(60),
                HistoryTable.PATTERNS, Duration.ofDays(60),
                HistoryTable.ONSETS, Duration.ofDays(60),
                HistoryTable.DECISIONS, Duration.ofDays(60),
                HistoryTable.OUTCOMES, Duration.ofDays(60));

        List<PruneReport> dry = run(true, true, retention).orElseThrow();
        assertThat(run(true, false, retention).orElseThrow()).isEqualTo(dry);

        assertThat(database.query("SELECT decision_id FROM aurea_decisions ORDER BY 1"))
                .containsExactly("AWAITING_APPROVALfalse", "AWAITING_APPROVALtrue", "SUCCEEDEDtrue", "young");
        assertThat(database.query("SELECT decision_id FROM aurea_outcomes ORDER BY 1"))
                .containsExactly("gone", "young");
        assertThat(database.query("SELECT goal_id FROM aurea_autonomous_goals")).containsExactly("active");
        assertThat(database.query("SELECT onset_number FROM aurea_pattern_onsets"))
                .containsExactly("2");
        assertThat(database.query("SELECT pattern_id FROM aurea_patterns ORDER BY 1"))
                .containsExactly("late", "on");
        assertThat(database.query("SELECT incident_id FROM aurea_incidents ORDER BY 1"))
                .containsExactly("late", "open");
        assertThat(database.query("SELECT command_id FROM aurea_commands")).containsExactly("late");
        assertThat(database.query("SELECT tenant_id, version FROM aurea_policies ORDER BY 1"))
                .as("those in force")
                .containsExactlyInAnyOrder("*|1", "shop|2");
        assertThat(database.query("SELECT min(starts) FROM aurea_partitions WHERE of_table = 'aurea_decisions'"))
                .containsExactly("2026-02-01 00:00:00+00");
        assertThat(database.query("SELECT count(*) FROM aurea_cycle_metrics")).containsExactly("280");
    }

    @Test
    void shouldCountFromNowWhenACycleIsDatedAheadAndRemoveNothingWithoutACycle() throws Exception {
        database.query("SELECT aurea_partition('aurea_cycle_metrics', '9999-06-01Z')");
        database.execute(
                "INSERT INTO aurea_cycle_metrics (tenant_id, cycle_number, timestamp) VALUES ('odd', 1, '9999-06-01Z')");

        PruneReport ahead = prune(true, true, Map.of(HistoryTable.CYCLES, Duration.ofDays(1)));
        assertThat(ahead.cutoff()).isBetween(Instant.now().minus(Duration.ofDays(2)), Instant.now());

        database.execute("TRUNCATE aurea_cycle_metrics");
        cover("aurea_learnings", "2026-01-01Z");
        database.execute(
                "INSERT INTO aurea_learnings (tenant_id, learning_id, cycle_number, category, created_at) VALUES ('t', 'l', 1, 'c', '2026-01-01Z')");
        assertThat(prune(true, false, Map.of(HistoryTable.LEARNINGS, Duration.ofDays(1)))
                        .isEmpty())
                .isTrue();
        assertThat(database.query("SELECT count(*) FROM aurea_learnings")).containsExactly("1");
    }

    @Test
    void shouldGiveUpAPartitionThatIsReadAllTheTimeWithoutHoldingOtherReadersUp() throws Exception {
        try (Connection analyst = connect("aurea_reader", Database.READER_PASSWORD)) {
            analyst.createStatement()
                    .executeQuery("SELECT * FROM aurea_cycle_metrics")
                    .close();
            List<Long> waits = new ArrayList<>();
            CountDownLatch done = new CountDownLatch(1);
            Thread others = new Thread(() -> {
                while (done.getCount() > 0) {
                    long from = System.nanoTime();
                    try {
                        database.query("SELECT count(*) FROM aurea_cycle_metrics");
                    } catch (SQLException failed) {
                        throw new IllegalStateException(failed);
                    }
                    waits.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from));
                }
            });
            others.start();
            PruneReport report = prune(true, false, Map.of(HistoryTable.CYCLES, Duration.ofDays(58)));
            done.countDown();
            others.join();

            assertThat(report.partitions()).isZero();
            assertThat(report.busy()).containsExactly("aurea_cycle_metrics_20260420", "aurea_cycle_metrics_20260427");
            assertThat(report.deletedRows()).isZero();
            assertThat(waits).hasSizeGreaterThan(8).allSatisfy(ms -> assertThat(ms)
                    .isLessThan(3_000));
        }
        assertThat(database.query("SELECT count(*) FROM aurea_cycle_metrics")).containsExactly("280");
        assertThat(prune(false, false, Map.of(HistoryTable.CYCLES, Duration.ofDays(58)))
                        .partitions())
                .isEqualTo(2);
    }

    @Test
    void shouldLeaveItToTheOneThatIsAtIt() throws Exception {
        try (Connection other = connect(Migrations.WRITER_ROLE, Database.WRITER_PASSWORD)) {
            other.createStatement()
                    .executeQuery("SELECT pg_advisory_lock(x'6175726561'::bigint)")
                    .close();

            assertThat(run(true, false, Map.of(HistoryTable.CYCLES, Duration.ofDays(30))))
                    .isEmpty();
        }
        assertThat(run(true, false, Map.of(HistoryTable.CYCLES, Duration.ofDays(30))))
                .isPresent();
        assertThat(database.query("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"))
                .containsExactly("0");
    }

    private static PruneReport prune(boolean everyRow, boolean dryRun, Map<HistoryTable, Duration> retention)
            throws SQLException, InterruptedException {
        return run(everyRow, dryRun, retention).orElseThrow().get(0);
    }

    private static Optional<List<PruneReport>> run(
            boolean everyRow, boolean dryRun, Map<HistoryTable, Duration> retention)
            throws SQLException, InterruptedException {
        try (Connection connection = connect(Migrations.WRITER_ROLE, Database.WRITER_PASSWORD)) {
            return new Pruning(connection, everyRow, dryRun).prune(retention);
        }
    }

    private static Connection connect(String user, String password) throws SQLException {
        Connection connection = DriverManager.getConnection(database.server().jdbcUrl(), user, password);
        connection.setAutoCommit(false);
        return connection;
    }

    private static void cover(String table, String from) throws SQLException {
        database.query(
                "SELECT count(aurea_partition('%s', day)) FROM generate_series('%s', timestamptz '2026-07-05Z', '1 day') AS day"
                        .formatted(table, from));
    }
}
