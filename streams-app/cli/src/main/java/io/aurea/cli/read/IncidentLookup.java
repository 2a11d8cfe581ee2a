package io.aurea.cli.read;

import io.aurea.cli.UserError;
import io.aurea.installation.Installation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Finds an incident in the history. Ids are unique within a tenant only. */
public final class IncidentLookup {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String SQL = "SELECT tenant_id FROM aurea_incidents"
            + " WHERE incident_id = ? AND tenant_id = coalesce(?, tenant_id) ORDER BY tenant_id LIMIT 20";

    private final Installation at;

    public IncidentLookup(Installation at) {
        this.at = at;
    }

    /**
     * The incident with this name, and its tenant.
     *
     * @throws UserError if none or several have this name, or PostgreSQL does not answer
     */
    public NumberedName one(NumberedName name) {
        List<String> tenants = new ArrayList<>();
        try (Connection connection = HistoryDatabase.connect(at, "incidents", LIMIT);
                PreparedStatement query = connection.prepareStatement(SQL)) {
            query.setString(1, name.id());
            query.setString(2, name.tenant());
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    tenants.add(rows.getString(1));
                }
            }
        } catch (SQLException failed) {
            throw HistoryDatabase.failure(failed, SQL, at, LIMIT);
        }
        if (tenants.isEmpty()) {
            throw new UserError(
                    ("there is no incident %s in PostgreSQL, which may be a few seconds behind; ./aurea incidents lists them")
                            .formatted(name));
        }
        if (tenants.size() > 1) {
            throw new UserError("%d tenants have an incident %s; name one: %s"
                    .formatted(
                            tenants.size(),
                            name,
                            String.join(
                                    ", ",
                                    tenants.stream()
                                            .map(t -> t + "/" + name.id())
                                            .toList())));
        }
        return name.of(tenants.get(0));
    }
}
