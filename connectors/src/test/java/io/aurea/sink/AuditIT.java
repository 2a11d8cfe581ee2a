package io.aurea.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.migration.Migrations;
import io.aurea.schema.AnsweredCommand;
import io.aurea.schema.CommandKind;
import io.aurea.schema.CommandResult;
import io.aurea.schema.Policy;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Who told the loop what, and what its actions were good for: tables and the views on them. */
class AuditIT extends SinkFixture {
    private static final Instant NOON = SinkRecords.NOON;

    @Test
    void shouldKeepEachCommandOnceWithItsAnswer() throws SQLException {
        task.open(List.of(new TopicPartition("aurea.answers", 0)));
        task.put(List.of(
                records.command(command("c-1", CommandKind.PAUSE, null)),
                records.command(command("c-1", CommandKind.PAUSE, null)),
                records.command(command("c-2", CommandKind.APPROVE, "7-1"))));

        assertThat(database.query("SELECT command_id, kind, decision_id, issued_by, reason, result, effect,"
                        + " answered_at - issued_at FROM aurea_commands ORDER BY 1"))
                .containsExactly(
                        "c-1|PAUSE|null|ann|because|DONE|done|00:00:01",
                        "c-2|APPROVE|7-1|ann|because|DONE|done|00:00:01");
        assertThat(context.reports).isEmpty();
    }

    @Test
    void shouldKeepEveryVersionOfAPolicyUntilItsTenantIsForgotten() throws SQLException {
        task.open(List.of(new TopicPartition("aurea.policies", 0)));
        task.put(List.of(
                records.policy(policy("shop", 1)),
                records.policy(policy("shop", 2)),
                records.policy(policy("*", 1)),
                records.policy(policy("gone", 1)),
                records.policy(policy("gone", 2)),
                records.tombstone("aurea.policies", "gone")));

        assertThat(database.query(
                        "SELECT tenant_id, version, body, published_by FROM aurea_policies ORDER BY version, body"))
                .containsExactly("*|1|of * 1|ann", "shop|1|of shop 1|ann", "shop|2|of shop 2|ann");
        assertThat(context.reports).isEmpty();
    }

    @Test
    void shouldShowWhatWasAskedAndWhatCameOfIt() throws SQLException {
        decision("1-1", "AWAITING_APPROVAL", "restart", "'2026-07-01 12:30Z'", null, null);
        decision("2-1", "REJECTED", "restart", "'2026-07-01 12:30Z'", null, null, "AWAITING_APPROVAL", "REJECTED");
        decision(
                "3-1",
                "VERIFIED",
                "restart",
                "'2026-07-01 12:30Z'",
                "'2026-07-01 12:10Z'",
                "'2026-07-01 12:12Z'",
                "AWAITING_APPROVAL",
                "DISPATCHED",
                "VERIFIED");
        decision("4-1", "VERIFIED", "restart", null, "'2026-07-01 12:10Z'", "'2026-07-01 12:06Z'", "DISPATCHED");
        AnsweredCommand rejected = command("c", CommandKind.REJECT, "2-1");
        task.open(List.of(new TopicPartition("aurea.answers", 0)));
        task.put(List.of(records.command(rejected)));

        assertThat(database.query("SELECT decision_id, incident_id, answer, answered_by, answer_reason, waited, state"
                        + " FROM v_approvals ORDER BY decision_id"))
                .containsExactly(
                        "1-1|1-1|null|null|null|null|AWAITING_APPROVAL",
                        "2-1|1-1|REJECTED|ann|because|00:01:00|REJECTED",
                        "3-1|1-1|APPROVED|bob|null|00:01:00|VERIFIED");
    }

    @Test
    void shouldShowWhatHasWorkedForWhat() throws SQLException {
        String gone = "'2026-07-01 12:%02dZ'";
        for (int i = 1; i <= 3; i++) {
            decision("c-" + i, "VERIFIED", "restart", null, "'2026-07-01 12:10Z'", gone.formatted(10 + i));
        }
        decision("f-1", "INEFFECTIVE", "restart", null, "'2026-07-01 12:10Z'", null);
        decision("f-2", "ESCALATED", "restart", null, "'2026-07-01 12:10Z'", null, "FAILED", "ESCALATED");
        decision("u-1", "ESCALATED", "restart", null, "'2026-07-01 12:10Z'", null, "EXPIRED", "ESCALATED");
        decision("l-1", "RECOVERED_BEFORE", "restart", null, "'2026-07-01 12:10Z'", gone.formatted(9));
        decision("o-1", "DISPATCHED", "roll_back", null, "'2026-07-01 12:20Z'", null);
        decision("never", "SUPPRESSED", "roll_back", null, null, null);

        assertThat(database.query("SELECT action, target, pattern_type, tried, cured, failed, too_late, open,"
                        + " success_percent, median_time_to_heal FROM v_actions WHERE tenant_id = 'shop'"))
                .containsExactly(
                        "restart|cart|FLAPPING|7|3|2|1|0|60.00|00:02:00",
                        "roll_back|cart|FLAPPING|1|0|0|0|1|null|null");
    }

    @Test
    void shouldReadWhatTheViewsShowByIndices() throws SQLException {
        // An empty table is read as a whole otherwise.
        database.execute("ALTER ROLE aurea_reader SET enable_seqscan = off");
        assertThat(plan("SELECT * FROM v_approvals WHERE tenant_id = 'shop'")).contains("asked");
        assertThat(plan("SELECT * FROM v_actions WHERE tenant_id = 'shop' AND action = 'restart'"))
                .contains("tried");
        assertThat(plan("SELECT * FROM aurea_pattern_onsets WHERE tenant_id = 'shop' AND incident_id = '1-1'"))
                .contains("incident");
    }

    /** Names of the indices that it uses, by their columns and conditions. */
    private static String plan(String query) throws SQLException {
        database.execute("SELECT aurea_partition('aurea_decisions', '2026-07-01Z'),"
                + " aurea_partition('aurea_pattern_onsets', '2026-07-01Z')");
        List<String> used = database.query("SELECT indexrelid::regclass, pg_get_indexdef(indexrelid) FROM pg_index"
                + " WHERE indrelid IN (SELECT inhrelid FROM pg_inherits)");
        StringBuilder names = new StringBuilder();
        for (String line : database.query(Migrations.READER_ROLE, Database.READER_PASSWORD, "EXPLAIN " + query)) {
            for (String index : used) {
                String[] parts = index.split("\\|", 2);
                if (line.contains(" " + parts[0] + " ")) {
                    names.append(parts[1].contains("approval_deadline") ? "asked " : "")
                            .append(parts[1].contains("outcome_deadline") ? "tried " : "")
                            .append(parts[1].contains("incident_id") ? "incident " : "");
                }
            }
        }
        return names.toString();
    }

    private static AnsweredCommand command(String id, CommandKind kind, String decision) {
        return AnsweredCommand.newBuilder()
                .setTenantId("shop")
                .setCommandId(id)
                .setKind(kind)
                .setDecisionId(decision)
                .setIssuedBy("ann")
                .setIssuedAt(NOON)
                .setReason("because")
                .setAnsweredAt(NOON.plusSeconds(1))
                .setResult(CommandResult.DONE)
                .setEffect("done")
                .build();
    }

    private static Policy policy(String tenant, long version) {
        return Policy.newBuilder()
                .setTenantId(tenant)
                .setVersion(version)
                .setBody("of " + tenant + " " + version)
                .setPublishedBy("ann")
                .setPublishedAt(NOON)
                .build();
    }

    /** Times as SQL, null for none; its history has a step each minute from noon on. */
    private static void decision(
            String id, String state, String action, String asked, String outcome, String gone, String... steps)
            throws SQLException {
        StringBuilder history =
                new StringBuilder("[{\"state\": \"PROPOSED\", \"entered_at\": \"2026-07-01T12:00:00Z\"}");
        List<String> all = steps.length == 0 ? List.of(state) : List.of(steps);
        for (int i = 0; i < all.size(); i++) {
            history.append(
                    ", {\"state\": \"%s\", \"entered_at\": \"2026-07-01T12:%02d:00Z\"}".formatted(all.get(i), i + 1));
        }
        database.execute("SELECT aurea_partition('aurea_decisions', '2026-07-01Z')");
        database.execute("""
                INSERT INTO aurea_decisions (tenant_id, decision_id, cycle_number, state, decision_type, action, target, pattern_type,
                    incident_id, approved_by, created_at, approval_deadline, outcome_deadline, timeout_ms, symptom_gone_at, history)
                VALUES ('shop', '%s', 1, '%s', 'technical', '%s', 'cart', 'FLAPPING', '1-1', %s, '2026-07-01 12:00Z', %s, %s, 0, %s, '%s]')
                """.formatted(
                id, state, action, asked != null && outcome != null ? "'bob'" : "null", asked, outcome, gone, history));
    }
}
