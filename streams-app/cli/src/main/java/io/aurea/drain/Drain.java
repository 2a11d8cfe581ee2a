package io.aurea.drain;

import io.aurea.connector.ShippedConnector;
import io.aurea.settings.KafkaClients;
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
import java.util.concurrent.TimeUnit;
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
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final List<String> INPUTS =
            List.of(Topics.OBSERVATIONS.name(), Topics.OUTCOMES.name(), Topics.COMMANDS.name(), Topics.POLICIES.name());
    private static final List<String> LOOP = List.of(Topics.LOOP.name());

    private final DrainTarget target;
    private final CaughtUp passage;
    private final LogOffsets offsets;
    private long deadlineNanos;

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
            boolean wallClock) {}

    /** The counts; {@code behind} lists what did not finish in time. */
    public record DrainResult(String report, List<String> behind) {}

    /** @throws KafkaException when the brokers' address is invalid */
    public Drain(DrainTarget target) {
        this.target = target;
        this.passage = new CaughtUp(target.clients());
        this.offsets = new LogOffsets(target.clients(), "drain-admin");
    }

    /**
     * @throws IOException when the app does not answer
     * @throws SQLException when the database does not answer
     * @throws KafkaException when the brokers do not answer
     */
    public DrainResult await(Duration timeout) throws IOException, SQLException, InterruptedException {
        deadlineNanos = System.nanoTime() + timeout.toNanos();
        List<String> behind = awaitApp(offsets.readable(INPUTS));
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
            behind = awaitApp(offsets.written(LOOP));
        }
        if (behind.isEmpty()) {
            behind = awaitNothingUnderWay();
        }
        if (behind.isEmpty()) {
            ShippedConnector sink = ShippedConnector.POSTGRES_SINK;
            List<String> topics = Arrays.asList(sink.config().get("topics").split(","));
            behind = await(sink.connectorName(), offsets.written(topics), this::stored);
        }
        return new DrainResult(
                ObserveReport.fetch(target.httpUrls(), target.http(), target.httpToken())
                        .toString(),
                behind);
    }

    /** While a thread is replaced or state is restored, partitions are missing from the report. */
    private List<String> awaitReport() throws IOException, InterruptedException {
        int expected = offsets.partitionCount(Topics.OBSERVATIONS.name());
        while (true) {
            int reported = ObserveReport.fetch(target.httpUrls(), target.http(), target.httpToken())
                    .partitions();
            if (reported >= expected) {
                return List.of();
            }
            if (pausedTooLong()) {
                return List.of("the app at " + String.join(", ", target.httpUrls()) + " is at work on " + reported
                        + " of " + expected + " partitions of " + Topics.OBSERVATIONS
                        + "; http.urls must name the status endpoints of all instances");
            }
        }
    }

    /** Offsets are committed while what they have brought about is still being closed, in pieces. */
    private List<String> awaitNothingUnderWay() throws IOException, InterruptedException {
        while (true) {
            int underWay = ObserveReport.fetch(target.httpUrls(), target.http(), target.httpToken())
                    .underWay();
            if (underWay == 0) {
                return List.of();
            }
            if (pausedTooLong()) {
                return List.of("windows and cycles are still being closed on " + underWay + " partitions");
            }
        }
    }

    private List<String> awaitApp(Map<TopicPartition, Long> ends) throws SQLException, InterruptedException {
        return await(target.applicationId(), ends, offsets::committed);
    }

    /** A reader's next offset by partition, without partitions that it never read. */
    private interface Positions {
        Map<TopicPartition, OffsetAndMetadata> of(String reader) throws SQLException;
    }

    private List<String> await(String reader, Map<TopicPartition, Long> ends, Positions positions)
            throws SQLException, InterruptedException {
        while (true) {
            List<String> behind = new ArrayList<>();
            passage.behind(positions.of(reader), ends)
                    .forEach((partition, missing) ->
                            behind.add(reader + " is " + missing + " offsets behind on " + partition));
            if (behind.isEmpty() || pausedTooLong()) {
                return behind;
            }
        }
    }

    /** Windows open now are closed by the wall clock's ticks. */
    private List<String> awaitWindows() throws IOException, SQLException, InterruptedException {
        int expected = offsets.partitionCount(Topics.OBSERVATIONS.name());
        long until = ObserveReport.fetch(target.httpUrls(), target.http(), target.httpToken())
                .openUntil();
        while (true) {
            ObserveReport now = ObserveReport.fetch(target.httpUrls(), target.http(), target.httpToken());
            if (now.partitions() >= expected && now.watermark() >= until) {
                // The report is made just before its commit; what is readable now is committed after it.
                return awaitApp(offsets.readable(INPUTS));
            }
            if (pausedTooLong()) {
                return List.of("windows are open until " + Instant.ofEpochMilli(until) + ", and the time of the slowest"
                        + " partition is "
                        + (now.watermark() == Long.MIN_VALUE ? "unknown" : Instant.ofEpochMilli(now.watermark())));
            }
        }
    }

    private boolean pausedTooLong() throws InterruptedException {
        if (System.nanoTime() - deadlineNanos > 0) {
            return true;
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        return false;
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
