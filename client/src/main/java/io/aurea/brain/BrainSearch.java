package io.aurea.brain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Searches the unified brain in PostgreSQL by words, whatever their inflection. All words must match; {@code or}
 * between two, {@code -} before a word to exclude, and {@code "quotes"} around a phrase work as on the web.
 */
final class BrainSearch {

    private static final JsonMapper JSON = new JsonMapper();

    private static final String SQL = """
            SELECT tenant_id, key, value, category, priority, source, importance, tags, ts_rank(search, wanted, 32) AS rank,
                   expires_at, last_updated
            FROM unified_brain, websearch_to_tsquery('english', ?) AS wanted
            WHERE search @@ wanted AND tenant_id = coalesce(?::text, tenant_id)
              AND (expires_at IS NULL OR expires_at > ?)
            ORDER BY rank DESC, importance DESC NULLS LAST, last_updated DESC, tenant_id, key
            LIMIT ?""";

    private BrainSearch() {}

    static List<Remembered> search(Connection connection, String tenant, String words, Instant asOf, int limit)
            throws SQLException {
        requireWords(connection, words);
        try (PreparedStatement query = connection.prepareStatement(SQL)) {
            query.setString(1, words);
            query.setString(2, tenant);
            query.setTimestamp(3, Timestamp.from(asOf));
            query.setInt(4, limit);
            List<Remembered> found = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(read(rows));
                }
            }
            return found;
        }
    }

    /** A query without a significant word would find nothing, and so look like an empty brain. */
    private static void requireWords(Connection connection, String words) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT querytree(websearch_to_tsquery('english', ?))")) {
            query.setString(1, words);
            try (ResultSet rows = query.executeQuery()) {
                rows.next();
                String tree = rows.getString(1);
                if (tree == null || tree.isEmpty() || tree.equals("T")) {
                    throw new IllegalArgumentException("'" + words
                            + "' has no word to search for; allowed: words as on the web, at least one of them neither as common as"
                            + " 'the' nor excluded");
                }
            }
        }
    }

    private static Remembered read(ResultSet row) throws SQLException {
        double importance = row.getDouble("importance");
        Double known = row.wasNull() ? null : importance;
        return new Remembered(
                row.getString("tenant_id"),
                row.getString("key"),
                row.getString("value"),
                row.getString("category"),
                row.getString("priority"),
                row.getString("source"),
                known,
                tags(row.getString("tags")),
                row.getDouble("rank"),
                instant(row, "expires_at"),
                instant(row, "last_updated"));
    }

    private static List<String> tags(String json) {
        try {
            return JSON.readValue(json, new TypeReference<List<String>>() {});
        } catch (JsonProcessingException notTags) {
            throw new IllegalStateException("tags are a JSON array of texts, not " + json, notTags);
        }
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
