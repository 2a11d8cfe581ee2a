package io.aurea.cli.forget;

import io.aurea.installation.DatabaseSettings;
import io.aurea.migration.Migrations;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A tenant's rows, deleted in batches, each a transaction of its own, so that the sink never waits long. Used by one thread. */
public final class TenantRows {
    /** Rows of a transaction. */
    private static final int BATCH = 10_000;

    private static final String HAS_TENANT = """
            SELECT count(*) FROM information_schema.columns
            WHERE table_schema = 'public' AND table_name = ? AND column_name = 'tenant_id'""";
    /** Partitions number their rows each for itself; all that such a number finds are rows of the tenant. */
    private static final String DELETE = """
            DELETE FROM public.%1$s WHERE tenant_id = ?
            AND ctid = ANY (ARRAY(SELECT ctid FROM public.%1$s WHERE tenant_id = ? LIMIT %2$d))""";

    private TenantRows() {}

    /**
     * Deletes them, as the owner of the tables.
     *
     * @return a line for each table
     */
    public static List<String> delete(DatabaseSettings database, String tenant) throws SQLException {
        List<String> report = new ArrayList<>();
        try (Connection connection =
                DriverManager.getConnection(database.url(), database.requiredOwner(), database.ownerPassword())) {
            for (String table : Migrations.TABLES) {
                if (hasTenant(connection, table)) {
                    report.add(table + ": " + delete(connection, table, tenant) + " rows deleted");
                }
            }
        }
        return report;
    }

    private static boolean hasTenant(Connection connection, String table) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(HAS_TENANT)) {
            query.setString(1, table);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() && rows.getInt(1) > 0;
            }
        }
    }

    private static long delete(Connection connection, String table, String tenant) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(DELETE.formatted(table, BATCH))) {
            delete.setString(1, tenant);
            delete.setString(2, tenant);
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
