package io.aurea.cli.forget;

import io.aurea.installation.DatabaseSettings;
import io.aurea.migration.Migrations;
import io.aurea.window.Forgetting;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rows of what is forgotten, deleted in batches, each a transaction of its own, so that the sink never waits long. */
public final class ForgottenRows {
    /** Rows of a transaction. */
    private static final int BATCH = 10_000;

    private static final String HAS_COLUMN = """
            SELECT count(*) FROM information_schema.columns
            WHERE table_schema = 'public' AND table_name = ? AND column_name = ?""";
    /** Partitions number their rows each for itself; all that such a number finds are rows of the condition. */
    private static final String DELETE = """
            DELETE FROM public.%1$s WHERE %2$s
            AND ctid = ANY (ARRAY(SELECT ctid FROM public.%1$s WHERE %2$s LIMIT %3$d))""";

    private ForgottenRows() {}

    /**
     * Deletes them, as the owner of the tables.
     *
     * @return a line for each table that has them
     */
    public static List<String> delete(DatabaseSettings database, Forgetting what) throws SQLException {
        List<String> report = new ArrayList<>();
        try (Connection connection =
                DriverManager.getConnection(database.url(), database.requiredOwner(), database.ownerPassword())) {
            for (String table : Migrations.TABLES) {
                if (isAbout(connection, table, what)) {
                    report.add(table + ": " + delete(connection, table, what) + " rows deleted");
                }
            }
        }
        return report;
    }

    /** Series are named by the tables that have both a source and a series of their own: those of patterns. */
    private static boolean isAbout(Connection connection, String table, Forgetting what) throws SQLException {
        return has(connection, table, "tenant_id")
                && (what.isOfTenant() || has(connection, table, "source") && has(connection, table, "series"));
    }

    private static boolean has(Connection connection, String table, String column) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(HAS_COLUMN)) {
            query.setString(1, table);
            query.setString(2, column);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() && rows.getInt(1) > 0;
            }
        }
    }

    private static Map<String, String> conditions(Forgetting what) {
        Map<String, String> conditions = new LinkedHashMap<>();
        conditions.put("tenant_id", what.tenant());
        if (!what.isOfTenant()) {
            conditions.put("source", what.source());
        }
        if (!what.series().isEmpty()) {
            conditions.put("series", what.series());
        }
        return conditions;
    }

    private static long delete(Connection connection, String table, Forgetting what) throws SQLException {
        Map<String, String> conditions = conditions(what);
        String where = String.join(" = ? AND ", conditions.keySet()) + " = ?";
        try (PreparedStatement delete = connection.prepareStatement(DELETE.formatted(table, where, BATCH))) {
            int parameter = 1;
            for (int twice = 0; twice < 2; twice++) {
                for (String value : conditions.values()) {
                    delete.setString(parameter++, value);
                }
            }
            long all = 0;
            int last = delete.executeUpdate();
            while (last > 0) {
                all += last;
                last = delete.executeUpdate();
            }
            return all;
        }
    }
}
