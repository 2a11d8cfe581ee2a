package io.aurea.drain;

import io.aurea.app.AppSettings;
import io.aurea.connector.ShippedConnector;
import io.aurea.drain.Patience.Server;
import io.aurea.installation.DatabaseSettings;
import io.aurea.installation.Installation;
import io.aurea.settings.KafkaClients;
import io.aurea.status.HttpSettings;
import io.aurea.topic.Topics;
import java.io.IOException;
import java.net.http.HttpClient;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Waits until every record readable now has passed each stage and the sink.
 *
 * <p>Stage by stage, each up to the end of its topics once the previous stage has passed: observations and forwarded
 * records; on the wall clock, the closing of the windows open by then; the loop; the sink's stored offsets.
 */
public final class Drain implements AutoCloseable {
    private static final List<String> INPUTS =
            List.of(Topics.OBSERVATIONS.name(), Topics.OUTCOMES.name(), Topics.COMMANDS.name(), Topics.POLICIES.name());
    private static final List<String> LOOP = List.of(Topics.LOOP.name());

    private final DrainTarget target;
    private final CaughtUp passage;
    private final LogOffsets offsets;
    private Patience patience;

    /**
     * The stack to wait for.
     *
     * @param applicationId the app's consumer group
     * @param httpUrls addresses of all instances
     * @param http a client that trusts them
     * @param httpToken for them; empty where none is needed
     * @param jdbcPassword null without one
     * @param wallClock whether windows close by themselves and can be waited for
     */
    public record DrainTarget(
            KafkaClients clients,
            String applicationId,
            List<String> httpUrls,
            HttpClient http,
            Optional<String> httpToken,
            String jdbcUrl,
            String jdbcUser,
            String jdbcPassword,
            boolean wallClock) {
        private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

        /** What the settings of an installation say. */
        public static DrainTarget of(Installation at) {
            AppSettings app = at.app();
            HttpSettings http = at.http();
            DatabaseSettings database = at.database();
            return new DrainTarget(
                    app.kafka(),
                    app.applicationId(),
                    http.urls(),
                    http.client(CONNECT_LIMIT),
                    http.token(),
                    database.url(),
                    database.reader(),
                    database.readerPassword(),
                    app.wallClock());
        }
    }

    /** The counts; {@code behind} lists what did not finish in time. */
    public record DrainResult(String report, List<String> behind) {}

    /** @throws KafkaException when the brokers' address is invalid */
    public Drain(DrainTarget target) {
        this.target = target;
        this.passage = new CaughtUp(target.clients());
        this.offsets = new LogOffsets(target.clients(), "drain-admin");
    }

    /**
     * @param timeout for all of it; a server that is too busy to answer is asked again until then
     * @throws IOException when the app does not answer
     * @throws SQLException when the database does not answer
     * @throws KafkaException when the brokers do not answer
     */
    public DrainResult await(Duration timeout) throws IOException, SQLException, InterruptedException {
        patience = new Patience(timeout, System::nanoTime);
        List<String> behind = awaitApp(readable());
        if (behind.isEmpty()) {
            behind = awaitReport();
        }
        if (behind.isEmpty() && target.wallClock()) {
            behind = awaitWindows();
        }
        if (behind.isEmpty()) {
            behind = awaitNothingUnderWay();
        }
        if (behind.isEmpty()) {
            behind = awaitApp(written(LOOP));
        }
        if (behind.isEmpty()) {
            behind = awaitNothingUnderWay();
        }
        if (behind.isEmpty()) {
            ShippedConnector sink = ShippedConnector.POSTGRES_SINK;
            List<String> topics = Arrays.asList(sink.config().get("topics").split(","));
            behind = await(Server.DATABASE, sink.connectorName(), written(topics), this::stored);
        }
        return new DrainResult(lastReport(behind), behind);
    }

    /** What is behind is said also if the app does not answer any more. */
    private String lastReport(List<String> behind) throws IOException, SQLException, InterruptedException {
        try {
            return report().toString();
        } catch (IOException silent) {
            if (behind.isEmpty()) {
                throw silent;
            }
            return "no report: " + silent.getMessage();
        }
    }

    private ObserveReport report() throws IOException, SQLException, InterruptedException {
        return patience.answer(
                Server.APP,
                () -> ObserveReport.fetch(target.httpUrls(), target.http(), target.httpToken(), patience.limit()));
    }

    private Map<TopicPartition, Long> readable() throws IOException, SQLException, InterruptedException {
        return patience.answer(Server.BROKERS, () -> offsets.readable(INPUTS));
    }

    private Map<TopicPartition, Long> written(List<String> topics)
            throws IOException, SQLException, InterruptedException {
        return patience.answer(Server.BROKERS, () -> offsets.written(topics));
    }

    private int observationPartitions() throws IOException, SQLException, InterruptedException {
        return patience.answer(Server.BROKERS, () -> offsets.partitionCount(Topics.OBSERVATIONS.name()));
    }

    /** While a thread is replaced or state is restored, partitions are missing from the report. */
    private List<String> awaitReport() throws IOException, SQLException, InterruptedException {
        int expected = observationPartitions();
        while (true) {
            int reported = report().partitions();
            if (reported >= expected) {
                return List.of();
            }
            if (patience.pausedTooLong()) {
                return List.of("the app at " + String.join(", ", target.httpUrls()) + " is at work on " + reported
                        + " of " + expected + " partitions of " + Topics.OBSERVATIONS
                        + "; http.urls must name the status endpoints of all instances");
            }
        }
    }

    /** Offsets are committed while what they have brought about is still being closed, in pieces. */
    private List<String> awaitNothingUnderWay() throws IOException, SQLException, InterruptedException {
        while (true) {
            int underWay = report().underWay();
            if (underWay == 0) {
                return List.of();
            }
            if (patience.pausedTooLong()) {
                return List.of("windows and cycles are still being closed on " + underWay + " partitions");
            }
        }
    }

    private List<String> awaitApp(Map<TopicPartition, Long> ends)
            throws IOException, SQLException, InterruptedException {
        return await(Server.BROKERS, target.applicationId(), ends, offsets::committed);
    }

    /** A reader's next offset by partition, without partitions that it never read. */
    private interface Positions {
        Map<TopicPartition, OffsetAndMetadata> of(String reader) throws SQLException;
    }

    private List<String> await(Server server, String reader, Map<TopicPartition, Long> ends, Positions positions)
            throws IOException, SQLException, InterruptedException {
        while (true) {
            List<String> behind = new ArrayList<>();
            Map<TopicPartition, OffsetAndMetadata> now = patience.answer(server, () -> positions.of(reader));
            patience.answer(Server.BROKERS, () -> passage.behind(now, ends))
                    .forEach((partition, missing) ->
                            behind.add(reader + " is " + missing + " offsets behind on " + partition));
            if (behind.isEmpty() || patience.pausedTooLong()) {
                return behind;
            }
        }
    }

    /** Windows open now are closed by the wall clock's ticks. */
    private List<String> awaitWindows() throws IOException, SQLException, InterruptedException {
        int expected = observationPartitions();
        long until = report().openUntil();
        while (true) {
            ObserveReport now = report();
            if (now.partitions() >= expected && now.watermark() >= until) {
                // The report is made just before its commit; what is readable now is committed after it.
                return awaitApp(readable());
            }
            if (patience.pausedTooLong()) {
                return List.of("windows are open until " + Instant.ofEpochMilli(until) + ", and the time of the slowest"
                        + " partition is "
                        + (now.watermark() == Long.MIN_VALUE ? "unknown" : Instant.ofEpochMilli(now.watermark())));
            }
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> stored(String connector) throws SQLException {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        try (Connection connection =
                        DriverManager.getConnection(target.jdbcUrl(), target.jdbcUser(), target.jdbcPassword());
                PreparedStatement select =
                        connection.prepareStatement("SELECT topic, partition, next_offset FROM aurea_sink_offsets"
                                + " WHERE connector = ? AND next_offset IS NOT NULL")) {
            select.setString(1, connector);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    offsets.put(
                            new TopicPartition(rows.getString(1), rows.getInt(2)),
                            new OffsetAndMetadata(rows.getLong(3)));
                }
            }
        }
        return offsets;
    }

    @Override
    public void close() {
        passage.close();
        offsets.close();
    }
}
