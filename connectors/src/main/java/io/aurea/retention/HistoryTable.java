package io.aurea.retention;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The tables whose rows may go when they are old. The brain has a time of expiry of its own.
 *
 * <p>A row that is still open stays however old it is: what it tells is not over.
 */
public enum HistoryTable {
    CYCLES("aurea_cycle_metrics", "timestamp", "false"),
    GOALS("aurea_autonomous_goals", "created_at", "t.status = 'active'"),
    PATTERNS("aurea_patterns", "last_detected", "t.state <> 'ABATED'"),
    ONSETS("aurea_pattern_onsets", "detected_at", "t.abated_at IS NULL"),
    DECISIONS(
            "aurea_decisions",
            "created_at",
            "t.state IN ('PROPOSED', 'AWAITING_APPROVAL', 'DISPATCHED') OR t.state = 'SUCCEEDED' AND t.judged"),
    /** An executor's clock may be wrong: an outcome is as young as its decision. */
    OUTCOMES(
            "aurea_outcomes",
            "finished_at",
            "EXISTS (SELECT FROM aurea_decisions d WHERE d.tenant_id = t.tenant_id AND d.decision_id = t.decision_id"
                    + " AND d.created_at >= cutoff)"),
    LEARNINGS("aurea_learnings", "created_at", "false"),
    INCIDENTS("aurea_incidents", "opened_at", "t.state <> 'ENDED'"),
    COMMANDS("aurea_commands", "answered_at", "false"),
    /** The one in force. */
    POLICIES(
            "aurea_policies",
            "published_at",
            "NOT EXISTS (SELECT FROM aurea_policies n WHERE n.tenant_id = t.tenant_id AND n.version > t.version)");

    private final String tableName;
    private final String time;
    private final String stays;

    HistoryTable(String tableName, String time, String stays) {
        this.tableName = tableName;
        this.time = time;
        this.stays = stays;
    }

    public static Optional<HistoryTable> of(String tableName) {
        return Arrays.stream(values())
                .filter(table -> tableName.equals(table.tableName) || tableName.equals("public." + table.tableName))
                .findAny();
    }

    /** The names of all of them. */
    public static List<String> names() {
        return Arrays.stream(values()).map(HistoryTable::tableName).toList();
    }

    public String tableName() {
        return tableName;
    }

    /** The column that says how old a row is. */
    String time() {
        return time;
    }

    /** Whether row {@code t} stays although it is older than {@code cutoff}, as SQL. */
    String stays() {
        return "(" + stays + ")";
    }
}
