package io.aurea.cli.read;

import io.aurea.cli.UserError;
import io.aurea.installation.Installation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Finds a decision in the history. Ids are unique within a tenant only. */
public final class DecisionLookup {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String WAITING = "AWAITING_APPROVAL";
    private static final String SQL = "SELECT tenant_id, state, updated_at, approval_deadline FROM aurea_decisions"
            + " WHERE decision_id = ? AND tenant_id = coalesce(?, tenant_id) ORDER BY tenant_id LIMIT 20";

    private final Installation at;

    public DecisionLookup(Installation at) {
        this.at = at;
    }

    private record Found(String tenant, String state, Instant since, Instant deadline) {}

    /**
     * The decision with this name, and its tenant.
     *
     * @throws UserError if none or several have this name, or PostgreSQL does not answer
     */
    NumberedName one(NumberedName name) {
        try {
            return name.of(only(name).tenant());
        } catch (SQLException failed) {
            throw HistoryDatabase.failure(failed, SQL, at, LIMIT);
        }
    }

    /**
     * The same, if it awaits an answer.
     *
     * @param now compared with its deadline; null to ignore that
     * @throws UserError if it does not, if none or several have this name, or if PostgreSQL does not answer
     */
    public NumberedName waiting(NumberedName name, Instant now) {
        try {
            Found found = only(name);
            NumberedName full = name.of(found.tenant());
            if (!found.state().equals(WAITING)) {
                throw new UserError(
                        "decision %s is %s since %s; only one in %s can be approved or rejected (./aurea decisions %s)"
                                .formatted(full, found.state(), found.since(), WAITING, full));
            }
            if (now != null && found.deadline() != null && !now.isBefore(found.deadline())) {
                throw new UserError("decision %s has expired: it could be answered until %s (./aurea decisions %s)"
                        .formatted(full, found.deadline(), full));
            }
            return full;
        } catch (SQLException failed) {
            throw HistoryDatabase.failure(failed, SQL, at, LIMIT);
        }
    }

    private Found only(NumberedName name) throws SQLException {
        List<Found> found = find(name);
        if (found.isEmpty()) {
            throw new UserError(
                    ("there is no decision %s in PostgreSQL, which may be a few seconds behind; ./aurea decisions --open"
                                    + " lists the open ones")
                            .formatted(name));
        }
        if (found.size() > 1) {
            throw new UserError("%d tenants have a decision %s; name one: %s"
                    .formatted(
                            found.size(),
                            name,
                            found.stream()
                                    .map(f -> f.tenant() + "/" + name.id() + " (" + f.state() + ")")
                                    .collect(Collectors.joining(", "))));
        }
        return found.get(0);
    }

    private List<Found> find(NumberedName name) throws SQLException {
        try (Connection connection = HistoryDatabase.connect(at, "decisions", LIMIT);
                PreparedStatement query = connection.prepareStatement(SQL)) {
            query.setString(1, name.id());
            query.setString(2, name.tenant());
            List<Found> found = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(new Found(rows.getString(1), rows.getString(2), instant(rows, 3), instant(rows, 4)));
                }
            }
            return found;
        }
    }

    private static Instant instant(ResultSet rows, int column) throws SQLException {
        Timestamp at = rows.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
