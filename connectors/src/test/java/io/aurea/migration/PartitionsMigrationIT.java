package io.aurea.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aurea.sink.WithDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The tables of an earlier release get partitions and keep everything else. */
class PartitionsMigrationIT extends WithDatabase {

    private static final Map<String, String> ROWS = Map.of(
            "aurea_cycle_metrics", """
            INSERT INTO aurea_cycle_metrics (tenant_id, cycle_number, timestamp, attempts)
            SELECT 'shop', n, timestamptz '2025-12-01Z' + n * interval '7 hours', n FROM generate_series(1, 500) AS n
            UNION ALL VALUES ('old', 1, '1899-12-31 23:59Z'::timestamptz, 0), ('old', 2, '1900-01-01Z', 0),
                ('far', 1, '9999-12-31 23:59Z', 0), ('far', 2, '57988-01-01Z', 0), ('far', 3, '-infinity', 0),
                ('far', 4, 'infinity', 0)""",
            "aurea_autonomous_goals", """
            INSERT INTO aurea_autonomous_goals
                (tenant_id, goal_id, goal_type, description, target_metric, status, created_at)
            SELECT 'shop', n::text, 'quality', 'd', 'm', 'active', timestamptz '2024-02-29Z' + n * interval '9 days'
            FROM generate_series(1, 50) AS n""",
            "aurea_pattern_onsets", """
            INSERT INTO aurea_pattern_onsets (tenant_id, pattern_id, onset_number, pattern_type, detected_at)
            SELECT 'shop', 'p', n, 'FLAPPING', timestamptz '2026-01-01Z' + n * interval '1 day'
            FROM generate_series(1, 70) AS n""",
            "aurea_decisions", """
            INSERT INTO aurea_decisions (tenant_id, decision_id, cycle_number, state, decision_type, action, created_at)
            SELECT 'shop', n || '-1', n, 'VERIFIED', 'technical', 'restart', timestamptz '2026-01-31 23:00Z' + n * interval '1 hour'
            FROM generate_series(0, 1) AS n""",
            "aurea_learnings", """
            INSERT INTO aurea_learnings (tenant_id, learning_id, cycle_number, category, created_at)
            VALUES ('shop', 'l', 1, 'c', '2026-01-01Z')""");

    @Test
    void shouldKeepAllRowsInPartitionsOfTheirTime() throws SQLException {
        release();
        for (String insert : ROWS.values()) {
            database.execute(insert);
        }
        Map<String, List<String>> before = rows();

        assertThat(migrate()).contains("migration V8 partitions: applied");
        assertThat(rows()).isEqualTo(before);
        assertThat(unpartitioned()).hasSize(5);
        assertThat(database.query("SELECT * FROM aurea_partitions")).isEmpty();

        assertThat(partition())
                .containsExactlyInAnyOrder(
                        "table aurea_cycle_metrics: partitioned by time",
                        "table aurea_autonomous_goals: partitioned by time",
                        "table aurea_pattern_onsets: partitioned by time",
                        "table aurea_decisions: partitioned by time",
                        "table aurea_learnings: partitioned by time",
                        "migration R views: applied");

        assertThat(unpartitioned()).isEmpty();
        assertThat(partition()).isEmpty();
        assertThat(database.query("SELECT count(*) FROM v_cycles")).containsExactly("506");
        assertThat(rows()).isEqualTo(before);
        assertThat(database.query("""
                SELECT of_table, count(*), min(starts), max(ends) FROM aurea_partitions
                WHERE of_table <> 'aurea_cycle_metrics' GROUP BY 1 ORDER BY 1"""))
                .containsExactly(
                        "aurea_autonomous_goals|15|2024-03-01 00:00:00+00|2025-06-01 00:00:00+00",
                        "aurea_decisions|2|2026-01-01 00:00:00+00|2026-03-01 00:00:00+00",
                        "aurea_learnings|1|2026-01-01 00:00:00+00|2026-02-01 00:00:00+00",
                        "aurea_pattern_onsets|3|2026-01-01 00:00:00+00|2026-04-01 00:00:00+00");
        assertThat(database.query("""
                SELECT starts, ends FROM aurea_partitions
                WHERE of_table = 'aurea_cycle_metrics' AND NOT starts BETWEEN '2025-12-01Z' AND '2026-12-01Z' ORDER BY 1"""))
                .containsExactly(
                        "-infinity|1900-01-01 00:00:00+00",
                        "1900-01-01 00:00:00+00|1900-01-08 00:00:00+00",
                        "9999-12-27 00:00:00+00|10000-01-01 00:00:00+00",
                        "10000-01-01 00:00:00+00|infinity");
        assertThat(database.query("SELECT relname FROM pg_class WHERE relname LIKE '%unpartitioned%'"))
                .isEmpty();
    }

    @Test
    void shouldKeepWhatOthersHaveAddedToTheTables() throws SQLException {
        release();
        database.execute(ROWS.get("aurea_decisions"));
        database.execute(
                "DROP ROLE IF EXISTS analyst; CREATE ROLE analyst; GRANT SELECT, DELETE ON aurea_decisions TO analyst");
        database.execute("ALTER TABLE aurea_decisions ADD COLUMN ticket text DEFAULT 'none'");
        database.execute("COMMENT ON COLUMN aurea_decisions.ticket IS 'Our ticket.'");
        database.execute("CREATE INDEX by_ticket ON aurea_decisions (ticket) WHERE ticket <> 'none'");

        migrate();
        partition();

        assertThat(database.query("SELECT decision_id, ticket FROM aurea_decisions ORDER BY 1"))
                .containsExactly("0-1|none", "1-1|none");
        assertThat(database.query("""
                SELECT has_table_privilege('analyst', 'aurea_decisions', 'DELETE'),
                       has_table_privilege('analyst', 'aurea_decisions', 'INSERT'),
                       has_table_privilege('analyst', 'aurea_learnings', 'SELECT'),
                       has_table_privilege('aurea_writer', 'aurea_decisions', 'INSERT'),
                       has_table_privilege('aurea_reader', 'aurea_decisions', 'SELECT')""")).containsExactly("t|f|f|t|t");
        assertThat(database.query("SELECT count(*) FROM pg_indexes WHERE indexdef LIKE '%(ticket) WHERE%'"))
                .containsExactly("3");
        assertThat(database.query("""
                SELECT DISTINCT col_description(attrelid, attnum) FROM pg_attribute WHERE attname = 'ticket' AND attrelid IN (SELECT oid FROM pg_class WHERE relkind IN ('r', 'p'))""")).containsExactly("Our ticket.");
    }

    @Test
    void shouldLeaveADatabaseAsItWasWhereSomethingOfOthersWouldBeLost() throws SQLException {
        for (Map.Entry<String, String> each : Map.of(
                        "CREATE VIEW ours AS SELECT tenant_id FROM aurea_decisions", "view ours depends on",
                        """
                        CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
                        CREATE TRIGGER ours AFTER INSERT ON aurea_learnings FOR EACH ROW EXECUTE FUNCTION tell()""", "table aurea_learnings has triggers",
                        "GRANT UPDATE (lesson) ON aurea_learnings TO aurea_reader", "grants on columns")
                .entrySet()) {
            release();
            database.execute(ROWS.get("aurea_decisions"));
            database.execute(each.getKey());
            migrate();
            Map<String, List<String>> before = rows();

            assertThatThrownBy(() -> partition()).hasMessageContaining(each.getValue());

            assertThat(rows()).isEqualTo(before);
            assertThat(database.query("SELECT count(*) FROM v_decisions")).containsExactly("2");
            assertThat(database.query("SELECT relkind FROM pg_class WHERE relname = 'aurea_decisions'"))
                    .containsExactly("r");
        }
    }

    @Test
    void shouldPartitionEachTableOnceWhenTwoDoItAtTheSameTime() throws Exception {
        release();
        database.execute(ROWS.get("aurea_cycle_metrics"));
        migrate();

        List<String> both;
        // Both have begun when the table is free.
        try (Connection reader = DriverManager.getConnection(
                        database.server().jdbcUrl(),
                        database.server().user(),
                        database.server().password());
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("LOCK TABLE aurea_autonomous_goals IN ACCESS SHARE MODE");
            CompletableFuture<List<String>> one = CompletableFuture.supplyAsync(PartitionsMigrationIT::partition);
            CompletableFuture<List<String>> other = CompletableFuture.supplyAsync(PartitionsMigrationIT::partition);
            Awaitility.await("both wait").atMost(Duration.ofSeconds(60)).until(() -> database.query(
                            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
                    .equals(List.of("2")));
            reader.rollback();
            both = Stream.of(one, other)
                    .map(CompletableFuture::join)
                    .flatMap(List::stream)
                    .toList();
        }

        assertThat(both)
                .filteredOn(change -> change.startsWith("table "))
                .hasSize(5)
                .doesNotHaveDuplicates();
        assertThat(database.query("SELECT count(*) FROM v_cycles")).containsExactly("506");
    }

    @Test
    void shouldRemoveEverythingSoThatItCanBeMigratedAgain() throws SQLException {
        release();
        migrate();
        database.execute("SELECT aurea_partition('aurea_decisions', now())");

        assertThat(Migrations.remove(
                        database.server().jdbcUrl(),
                        database.server().user(),
                        database.server().password()))
                .contains("table aurea_decisions: removed", "table aurea_cycle_metrics: removed")
                .hasSize(Migrations.TABLES.size() + 1);

        assertThat(database.query("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"))
                .isEmpty();
        assertThat(database.query("SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"))
                .isEmpty();
        assertThat(migrate()).contains("migration V8 partitions: applied");
    }

    /** The database as V7 left it, with a view of that time. */
    private static void release() throws SQLException {
        makeAnew("7");
        database.execute("CREATE VIEW v_decisions AS SELECT * FROM aurea_decisions");
    }

    private static List<String> partition() {
        return Migrations.partition(
                database.server().jdbcUrl(),
                database.server().user(),
                database.server().password());
    }

    private static List<String> unpartitioned() {
        return Migrations.unpartitioned(
                database.server().jdbcUrl(),
                database.server().user(),
                database.server().password());
    }

    /** Without the column that has been added since. */
    private static Map<String, List<String>> rows() throws SQLException {
        Map<String, List<String>> rows = new TreeMap<>();
        for (String table : ROWS.keySet()) {
            rows.put(table, database.query("SELECT to_jsonb(t) - 'incident_id' FROM " + table + " t ORDER BY id"));
        }
        return rows;
    }
}
