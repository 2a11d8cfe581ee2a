package io.aurea.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aurea.status.ProblemDetails.Kind;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Semaphore;
import org.apache.kafka.common.TopicPartition;
import org.postgresql.PGProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL, with a role that may only read. Each query has its own connection; there are at most
 * {@link #MAX_SEARCHES} searches at a time. Thread-safe.
 */
public final class Database {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_SEARCHES = 4;
    private static final int CONNECT_TIMEOUT_S = 5;
    private static final int QUERY_TIMEOUT_S = 5;

    private static final String SEARCH = """
            SELECT tenant_id, key, revision, value, category, priority, source, importance, tags, expires_at, last_updated
            FROM unified_brain, websearch_to_tsquery('english', ?) AS wanted
            WHERE tenant_id = ? AND search @@ wanted AND (?::text IS NULL OR category = ?)
              AND (expires_at IS NULL OR expires_at > ?)
            ORDER BY ts_rank(search, wanted, 32) DESC, last_updated DESC, key
            LIMIT ? OFFSET ?""";

    private static final String SINK_OFFSETS = "SELECT topic, partition, next_offset FROM aurea_sink_offsets"
            + " WHERE connector = ? AND next_offset IS NOT NULL";

    private final String url;
    private final Properties login = new Properties();
    private final Clock clock;
    private final Semaphore searches = new Semaphore(MAX_SEARCHES);

    /** @param password null without one */
    public Database(String url, String user, String password, Clock clock) {
        this.url = url;
        this.clock = clock;
        PGProperty.USER.set(login, user);
        if (password != null) {
            PGProperty.PASSWORD.set(login, password);
        }
        PGProperty.APPLICATION_NAME.set(login, "aurea api");
        PGProperty.CONNECT_TIMEOUT.set(login, CONNECT_TIMEOUT_S);
        PGProperty.LOGIN_TIMEOUT.set(login, CONNECT_TIMEOUT_S);
        PGProperty.SOCKET_TIMEOUT.set(login, 2 * QUERY_TIMEOUT_S);
        PGProperty.READ_ONLY.set(login, true);
        PGProperty.READ_ONLY_MODE.set(login, "always");
    }

    /** The entries with these words, the best match first, from this one on. */
    ObjectNode search(String tenant, String words, Optional<String> category, int limit, int from) {
        if (!searches.tryAcquire()) {
            throw new ProblemDetails(
                    Kind.NOT_AVAILABLE, MAX_SEARCHES + " searches are running; allowed at a time: " + MAX_SEARCHES);
        }
        try (Connection connection = DriverManager.getConnection(url, login);
                PreparedStatement query = connection.prepareStatement(SEARCH)) {
            query.setQueryTimeout(QUERY_TIMEOUT_S);
            query.setString(1, words);
            query.setString(2, tenant);
            query.setString(3, category.orElse(null));
            query.setString(4, category.orElse(null));
            query.setTimestamp(5, Timestamp.from(clock.instant()));
            query.setInt(6, limit + 1);
            query.setInt(7, from);
            return page(query, limit, from);
        } catch (SQLException failed) {
            LOG.warn("The brain was not searched: {}", failed.toString());
            throw new ProblemDetails(Kind.NOT_AVAILABLE, "the database does not answer");
        } finally {
            searches.release();
        }
    }

    /** The sink's stored offset by partition: the next to read. */
    Map<TopicPartition, Long> sinkOffsets(String connector) throws SQLException {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        try (Connection connection = DriverManager.getConnection(url, login);
                PreparedStatement query = connection.prepareStatement(SINK_OFFSETS)) {
            query.setQueryTimeout(QUERY_TIMEOUT_S);
            query.setString(1, connector);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    offsets.put(new TopicPartition(row.getString(1), row.getInt(2)), row.getLong(3));
                }
            }
        }
        return offsets;
    }

    private static ObjectNode page(PreparedStatement query, int limit, int from) throws SQLException {
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        ArrayNode items = page.putArray("items");
        boolean more = false;
        try (ResultSet row = query.executeQuery()) {
            while (!more && row.next()) {
                if (items.size() == limit) {
                    more = true;
                } else {
                    items.add(entry(row));
                }
            }
        }
        return page.put("next_cursor", more ? Query.cursor(Integer.toString(from + limit)) : null);
    }

    private static ObjectNode entry(ResultSet row) throws SQLException {
        Timestamp expires = row.getTimestamp("expires_at");
        ObjectNode entry = JsonNodeFactory.instance
                .objectNode()
                .put("tenant_id", row.getString("tenant_id"))
                .put("key", row.getString("key"))
                .put("revision", row.getLong("revision"))
                .put("value", row.getString("value"))
                .put("category", text(row, "category"))
                .put("priority", text(row, "priority"))
                .put("source", text(row, "source"))
                .put("importance", row.getDouble("importance"));
        try {
            entry.set("tags", JSON.readTree(row.getString("tags")));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
        return entry.put(
                        "expires_at",
                        expires == null ? null : expires.toInstant().toString())
                .put(
                        "last_updated",
                        row.getTimestamp("last_updated").toInstant().toString());
    }

    private static String text(ResultSet row, String column) throws SQLException {
        String value = row.getString(column);
        return value == null ? "" : value;
    }
}
