package io.aurea.telemetry;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.postgresql.PGProperty;

/**
 * How long PostgreSQL takes to accept a connection and to answer. Each sample opens a new one, since that is what is
 * measured.
 */
public final class PostgresSampler implements Sampler {

    private static final String CONNECT = "postgres.connect";
    private static final String QUERY = "postgres.query";
    private static final String STATE =
            "SELECT numbackends, pg_database_size(datid) FROM pg_stat_database WHERE datname = current_database()";

    private final String jdbcUrl;
    private final Properties properties = new Properties();
    private final int timeoutSeconds;

    /**
     * @param password null without one
     * @param timeout for the connection and again for the query, rounded up to whole seconds
     */
    public PostgresSampler(String jdbcUrl, String user, String password, Duration timeout) {
        this.jdbcUrl = jdbcUrl;
        this.timeoutSeconds = (int) timeout.plusMillis(999).toSeconds();
        PGProperty.USER.set(properties, user);
        if (password != null) {
            PGProperty.PASSWORD.set(properties, password);
        }
        PGProperty.APPLICATION_NAME.set(properties, "aurea telemetry");
        PGProperty.CONNECT_TIMEOUT.set(properties, timeoutSeconds);
        PGProperty.LOGIN_TIMEOUT.set(properties, timeoutSeconds);
        PGProperty.SOCKET_TIMEOUT.set(properties, timeoutSeconds);
    }

    @Override
    public String source() {
        return "postgres";
    }

    @Override
    public List<SampledValue> sample() {
        List<SampledValue> readings = new ArrayList<>();
        String step = CONNECT;
        long started = System.nanoTime();
        try (Connection connection = DriverManager.getConnection(jdbcUrl, properties)) {
            readings.add(SampledValue.succeeded(CONNECT, SelfObservation.millisSince(started)));
            step = QUERY;
            started = System.nanoTime();
            query(connection, readings);
            readings.add(SampledValue.succeeded(QUERY, SelfObservation.millisSince(started)));
        } catch (SQLException failed) {
            readings.add(SampledValue.failed(step, SelfObservation.millisSince(started), failed));
        }
        return readings;
    }

    private void query(Connection connection, List<SampledValue> readings) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(timeoutSeconds);
            try (ResultSet state = statement.executeQuery(STATE)) {
                state.next();
                readings.add(SampledValue.metric("postgres.connections", state.getInt(1), "1"));
                readings.add(SampledValue.metric("postgres.database_bytes", state.getLong(2), "By"));
            }
        }
    }
}
