package io.aurea.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aurea.schema.AnsweredCommand;
import io.aurea.schema.BrainEntry;
import io.aurea.schema.CycleMetrics;
import io.aurea.schema.Decision;
import io.aurea.schema.Goal;
import io.aurea.schema.Incident;
import io.aurea.schema.Learning;
import io.aurea.schema.Outcome;
import io.aurea.schema.Pattern;
import io.aurea.schema.Policy;
import io.aurea.sink.Database;
import io.aurea.sink.WithDatabase;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class MigrationsIT extends WithDatabase {

    private static final Map<String, Schema> RECORD_OF_TABLE = Map.of(
            "aurea_cycle_metrics", CycleMetrics.getClassSchema(),
            "aurea_autonomous_goals", Goal.getClassSchema(),
            "aurea_patterns", Pattern.getClassSchema(),
            "aurea_decisions", Decision.getClassSchema(),
            "aurea_outcomes", Outcome.getClassSchema(),
            "aurea_learnings", Learning.getClassSchema(),
            "aurea_incidents", Incident.getClassSchema(),
            "aurea_commands", AnsweredCommand.getClassSchema(),
            "unified_brain", BrainEntry.getClassSchema(),
            "aurea_policies", Policy.getClassSchema());

    @Test
    void shouldLeaveAMigratedDatabaseAsItIsAndPrintNothing() {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        List<String> changes;
        try {
            changes = Migrations.migrate(
                    database.server().jdbcUrl(),
                    database.server().user(),
                    database.server().password(),
                    Database.WRITER_PASSWORD,
                    Database.READER_PASSWORD);
        } finally {
            System.setOut(before);
        }

        assertThat(changes).isEmpty();
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void shouldHaveAColumnForEveryFieldOfEveryRecord() throws SQLException {
        for (Map.Entry<String, Schema> table : RECORD_OF_TABLE.entrySet()) {
            assertThat(database.query("SELECT attname FROM pg_attribute WHERE attrelid = '" + table.getKey()
                            + "'::regclass AND attnum > 0"))
                    .as(table.getKey())
                    .containsAll(table.getValue().getFields().stream()
                            .map(Schema.Field::name)
                            .toList());
        }
    }

    @Test
    void shouldCommentEveryTableViewAndColumn() throws SQLException {
        assertThat(database.query("""
                        SELECT relname, attname FROM pg_class
                        LEFT JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped
                        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v')
                          AND relname <> 'flyway_schema_history'
                          AND (obj_description(pg_class.oid, 'pg_class') IS NULL
                               OR col_description(pg_class.oid, attnum) IS NULL)""")).isEmpty();
    }

    @Test
    void shouldHaveTheIndicesThatTheSeedNames() throws SQLException {
        assertThat(database.query(
                        "SELECT replace(replace(indexdef, ' public.', ' '), ' ONLY ', ' ') FROM pg_indexes WHERE schemaname = 'public'"
                                + " AND tablename IN ('aurea_cycle_metrics', 'aurea_autonomous_goals', 'aurea_patterns')"
                                + " AND indexname NOT LIKE '%_pkey' AND indexname NOT IN"
                                + " ('aurea_autonomous_goals_key', 'aurea_patterns_key')"))
                .map(definition -> definition.replaceFirst("INDEX \\S+ ", "INDEX "))
                .containsExactlyInAnyOrder(
                        "CREATE UNIQUE INDEX ON aurea_cycle_metrics USING btree (tenant_id, cycle_number, \"timestamp\")",
                        "CREATE INDEX ON aurea_cycle_metrics USING btree (cycle_number)",
                        "CREATE INDEX ON aurea_cycle_metrics USING btree (\"timestamp\" DESC)",
                        "CREATE INDEX ON aurea_autonomous_goals USING btree (status)",
                        "CREATE INDEX ON aurea_autonomous_goals USING btree (priority DESC)",
                        "CREATE INDEX ON aurea_patterns USING btree (pattern_type)",
                        "CREATE INDEX ON aurea_patterns USING btree (confidence DESC)");
    }

    @Test
    void shouldLetTheWriterWriteRowsButNotChangeTheSchema() throws SQLException {
        asWriter("INSERT INTO unified_brain (tenant_id, key, value) VALUES ('t', 'k', '{}')");
        asWriter("DELETE FROM unified_brain");

        for (String ddl : List.of(
                "CREATE TABLE mine (id int)",
                "ALTER TABLE unified_brain ADD COLUMN mine int",
                "DROP TABLE unified_brain",
                "TRUNCATE unified_brain",
                "CREATE TABLE mine PARTITION OF aurea_decisions FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')")) {
            assertThatThrownBy(() -> asWriter(ddl)).as(ddl).hasFieldOrPropertyWithValue("SQLState", "42501");
        }
    }

    @Test
    void shouldLetTheReaderReadTablesAndViewsOnly() throws SQLException {
        for (String relation : database.query("SELECT relname FROM pg_class WHERE relkind IN ('r', 'p', 'v')"
                + " AND relnamespace = 'public'::regnamespace")) {
            assertThat(database.query(
                            Migrations.READER_ROLE, Database.READER_PASSWORD, "SELECT count(*) FROM " + relation))
                    .as(relation)
                    .hasSize(1);
        }

        assertThatThrownBy(() -> database.execute(
                        Migrations.READER_ROLE, Database.READER_PASSWORD, "DELETE FROM aurea_outcomes"))
                .hasFieldOrPropertyWithValue("SQLState", "42501");
    }

    /** As in a second database of the server: roles are the server's, tables are the database's. */
    @Test
    void shouldMigrateAnEmptyDatabaseWhoseServerHasTheRoles() throws SQLException {
        database.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public");

        List<String> changes = Migrations.migrate(
                database.server().jdbcUrl(),
                database.server().user(),
                database.server().password(),
                Database.WRITER_PASSWORD,
                Database.READER_PASSWORD);

        assertThat(changes)
                .containsExactly(
                        "migration V1 tables: applied",
                        "migration V2 roles: applied",
                        "migration V3 decision terms: applied",
                        "migration V4 cycle latency: applied",
                        "migration V5 verdicts: applied",
                        "migration V6 comments: applied",
                        "migration V7 refused observations: applied",
                        "migration V8 partitions: applied",
                        "migration V9 incidents: applied",
                        "migration V10 audit: applied",
                        "migration V11 acknowledged: applied",
                        "migration V12 incident changes: applied",
                        "migration R views: applied");
    }

    @Test
    void shouldSetAPasswordThatIsNew() throws SQLException {
        for (String password : List.of("another", Database.WRITER_PASSWORD)) {
            List<String> changes = Migrations.migrate(
                    database.server().jdbcUrl(),
                    database.server().user(),
                    database.server().password(),
                    password,
                    null);

            assertThat(changes).containsExactly("role aurea_writer: password set");
            assertThat(database.query(Migrations.WRITER_ROLE, password, "SELECT current_user"))
                    .containsExactly("aurea_writer");
        }
    }

    @Test
    void shouldShowAnIdleCycleWithoutARate() throws SQLException {
        database.execute("SELECT aurea_partition('aurea_cycle_metrics', now())");
        database.execute("""
                INSERT INTO aurea_cycle_metrics
                    (tenant_id, cycle_number, window_start, window_end, idle, attempts, successes, success_rate)
                VALUES ('shop', 1, '2026-07-01 12:00Z', '2026-07-01 12:30Z', false, 3, 2, 0.66667),
                       ('shop', 2, '2026-07-01 12:30Z', '2026-07-01 13:00Z', true, 0, 0, null)""");

        assertThat(database.query("SELECT cycle_number, idle, success_percent FROM v_cycles WHERE tenant_id = 'shop'"))
                .containsExactly("2|t|null", "1|f|66.67");
        assertThat(database.query("SELECT cycles, idle, success_percent FROM v_tenants WHERE tenant_id = 'shop'"))
                .containsExactly("2|t|null");
        assertThat(database.query("SELECT cycles, idle_cycles, attempts, success_percent FROM v_success_rate_hourly"))
                .containsExactly("2|1|3|66.67");
    }

    @Test
    void shouldSayWhichDatabaseIsOutOfReachWithoutItsParameters() {
        assertThatThrownBy(() -> Migrations.migrate(
                        database.server().jdbcUrl() + "?ApplicationName=x", "nobody", "secret", null, null))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(database.server().jdbcUrl() + ":")
                .hasMessageNotContaining("secret");
    }

    private static void asWriter(String sql) throws SQLException {
        database.execute(Migrations.WRITER_ROLE, Database.WRITER_PASSWORD, sql);
    }
}
