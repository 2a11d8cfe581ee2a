package io.aurea.cli.read;

import io.aurea.cli.UserError;
import io.aurea.installation.Installation;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The tenants with a history. */
public final class Tenants {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String SQL = "SELECT tenant_id FROM v_tenants ORDER BY tenant_id";

    private Tenants() {}

    /**
     * The given tenant, or without one all that have had a cycle.
     *
     * @throws UserError if there are none, or PostgreSQL does not answer
     */
    public static List<String> named(String tenant, Installation at) {
        if (tenant != null) {
            return List.of(tenant);
        }
        try (Connection connection = HistoryDatabase.connect(at, "tenants", LIMIT);
                Statement query = connection.createStatement();
                ResultSet rows = query.executeQuery(SQL)) {
            List<String> all = new ArrayList<>();
            while (rows.next()) {
                all.add(rows.getString(1));
            }
            if (all.isEmpty()) {
                throw new UserError("PostgreSQL knows no tenant yet; name one with --tenant");
            }
            return all;
        } catch (SQLException failed) {
            throw HistoryDatabase.failure(failed, SQL, at, LIMIT);
        }
    }
}
