package io.aurea.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.cli.EndpointsFile;
import io.aurea.fixture.AureaProcess.Ended;
import io.aurea.fixture.Stack;
import io.aurea.fixture.TopicLog;
import io.aurea.fixture.Traffic;
import io.aurea.topic.Topic;
import io.aurea.topic.Topics;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A stack on the data clock, with windows of 10 s and a grace of 2 s: 50,000 observations with known results. */
abstract class DataClockChecks {
    private static final int COUNT = 50_000;
    private static final int UNREADABLE = 7;
    private static final long UNKNOWN = -1;
    private static final Traffic TRAFFIC = Traffic.of(COUNT, 42);

    /** Orient's output: the same keys and Avro bodies in the same order on each partition, whatever happened. */
    private static final List<Topic<?>> ORIENTED = List.of(Topics.TRENDS, Topics.CYCLES, Topics.PATTERNS, Topics.GOALS);

    /** Starts the stack with this name, or restarts what was killed, and returns when it is ready. */
    abstract Stack up(String name) throws Exception;

    /** The results of a run, to compare with another. */
    private record Left(Map<String, Map<Integer, List<String>>> topics, Map<String, List<Long>> rows) {}

    @Test
    void shouldCountAndOrientExactlyAndTheSameAgainWhenEverythingIsKilledInTheMiddle() throws Exception {
        Left straight;
        try (Stack stack = up("straight")) {
            long late = lateOf(sendFirstHalf(stack));
            straight = sendSecondHalfAndCheck(stack, late);
        }
        Stack killed = up("killed");
        // The app dies in mid-transaction while send continues; the servers die a little later.
        CompletableFuture<Void> death = CompletableFuture.runAsync(() -> killInTheMiddle(killed));
        sendFirstHalf(killed);
        death.get();
        killed.killEverything();
        try (Stack stack = up("killed")) {
            Left interrupted = sendSecondHalfAndCheck(stack, UNKNOWN);
            assertThat(interrupted.rows()).isEqualTo(straight.rows());
            for (Topic<?> topic : ORIENTED) {
                assertThat(interrupted.topics().get(topic.name()))
                        .as(topic.name())
                        .isEqualTo(straight.topics().get(topic.name()));
            }
        }
    }

    private static void killInTheMiddle(Stack stack) {
        String observe = stack.endpoints().httpUrl() + "/observe";
        Awaitility.await("observe is at work")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(5))
                .ignoreExceptions()
                .until(() -> {
                    try (InputStream in = URI.create(observe).toURL().openStream()) {
                        return Pattern.compile("\"windowed\":[1-9]")
                                .matcher(new String(in.readAllBytes(), UTF_8))
                                .find();
                    }
                });
        stack.app().kill();
    }

    private Ended sendFirstHalf(Stack stack) throws Exception {
        unreadable(stack.endpoints());
        List<String> lines = TRAFFIC.lines();
        Ended sent = stack.run(input(lines.subList(0, lines.size() / 2)), "send", "--wait", "5m", "-");
        assertSent(sent, lines.subList(0, lines.size() / 2));
        return sent;
    }

    /** What send says of it. */
    private static long lateOf(Ended sent) {
        Matcher late = Pattern.compile(
                        "of the lines sent, (\\d+) are late and 0 rejected by the loop; first .+ is closed: .+")
                .matcher(sent.err());
        return late.find() ? Long.parseLong(late.group(1)) : 0;
    }

    private static void assertSent(Ended sent, List<String> lines) {
        long malformed = TRAFFIC.malformed(lines);
        assertThat(malformed).isPositive();
        assertThat(sent.out().strip()).isEqualTo("sent " + (lines.size() - malformed) + " rejected " + malformed);
        assertThat(sent.err().lines().filter(line -> line.matches("line \\d+: .+")))
                .hasSize((int) malformed);
        assertThat(sent.err().lines().count()).isLessThanOrEqualTo(malformed + 1);
        assertThat(sent.exitCode()).isEqualTo(1);
    }

    /** @param lateBefore of the first half, or {@link #UNKNOWN} after a crash in which send could not see them */
    private Left sendSecondHalfAndCheck(Stack stack, long lateBefore) throws Exception {
        List<String> lines = TRAFFIC.lines();
        Ended sent =
                stack.run(input(lines.subList(lines.size() / 2, lines.size())), "send", "--wait", "5m", "-", "--close");
        assertSent(sent, lines.subList(lines.size() / 2, lines.size()));
        if (lateBefore != UNKNOWN) {
            assertThat(lateBefore + lateOf(sent)).isEqualTo(TRAFFIC.late());
        }
        Ended closedAgain = stack.run(InputStream.nullInputStream(), "send", "-", "--close");
        assertThat(closedAgain.exitCode()).as(closedAgain.err()).isZero();
        Ended drained = stack.run(InputStream.nullInputStream(), "drain");
        assertThat(drained.exitCode()).as(drained.err()).isZero();
        assertReport(drained.out());
        EndpointsFile at = stack.endpoints();
        assertThat(TopicLog.read(at.bootstrapServers(), Topics.DEAD_LETTERS.name()))
                .hasSize(TRAFFIC.late() + UNREADABLE);
        Map<String, List<Long>> rows = rows(at);
        TreeMap<String, Long> observations = new TreeMap<>();
        TreeMap<String, Long> attempts = new TreeMap<>();
        TreeMap<String, Long> successes = new TreeMap<>();
        rows.forEach((tenant, row) -> {
            observations.put(tenant, row.get(0));
            attempts.put(tenant, row.get(1));
            successes.put(tenant, row.get(2));
            assertThat(row.get(4))
                    .as("cycle numbers of " + tenant + " have no gap")
                    .isEqualTo(row.get(3));
        });
        assertThat(observations).isEqualTo(TRAFFIC.observations());
        assertThat(attempts).isEqualTo(TRAFFIC.attempts());
        assertThat(successes).isEqualTo(TRAFFIC.successes());
        Map<String, Map<Integer, List<String>>> topics = new TreeMap<>();
        for (Topic<?> topic : ORIENTED) {
            topics.put(topic.name(), TopicLog.bodies(at.bootstrapServers(), topic.name()));
            assertThat(topics.get(topic.name()).values())
                    .as("something on " + topic)
                    .anySatisfy(records -> assertThat(records).isNotEmpty());
        }
        return new Left(topics, rows);
    }

    private static void assertReport(String report) {
        assertThat(number(report, "windowed")).isEqualTo(COUNT);
        assertThat(number(report, "late")).isEqualTo(TRAFFIC.late()).isPositive();
        assertThat(number(report, "rejected")).isEqualTo(UNREADABLE);
        assertThat(number(report, "open")).isZero();
        assertThat(number(report, "read"))
                .isEqualTo(number(report, "windowed")
                        + number(report, "late")
                        + number(report, "rejected")
                        + number(report, "ticks"));
    }

    private static long number(String report, String name) {
        Matcher matcher = Pattern.compile("\\b" + name + " (\\d+)").matcher(report);
        assertThat(matcher.find()).as(name + " in " + report).isTrue();
        return Long.parseLong(matcher.group(1));
    }

    /** By tenant: observations, attempts, successes, cycles, highest cycle number. */
    private static Map<String, List<Long>> rows(EndpointsFile at) throws SQLException {
        Map<String, List<Long>> rows = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection(at.jdbcUrl(), at.jdbcUser(), at.jdbcPassword());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT tenant_id, sum(observations_count), sum(attempts),"
                        + " sum(successes), count(*), max(cycle_number) FROM aurea_cycle_metrics GROUP BY tenant_id")) {
            while (row.next()) {
                rows.put(
                        row.getString(1),
                        List.of(row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5), row.getLong(6)));
            }
        }
        return rows;
    }

    private static void unreadable(EndpointsFile at) {
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", at.bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < UNREADABLE; i++) {
                producer.send(new ProducerRecord<>(
                        Topics.OBSERVATIONS.name(), "tenant-0/service-" + i, ("no avro " + i).getBytes(UTF_8)));
            }
        }
    }

    private static InputStream input(List<String> lines) {
        return new ByteArrayInputStream((String.join("\n", lines) + "\n").getBytes(UTF_8));
    }
}
