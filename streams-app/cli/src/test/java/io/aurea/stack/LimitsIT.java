package io.aurea.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.fixture.AureaProcess.Ended;
import io.aurea.fixture.Slow;
import io.aurea.fixture.StackProcess;
import io.aurea.fixture.TopicLog;
import io.aurea.topic.Topics;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inputs of docs/RELIABILITY.md that once stopped the app: it goes on, every count is exact, and neighbours are judged. */
@Slow
class LimitsIT {
    private static final Instant BEGIN = Instant.parse("2026-03-01T10:00:00Z");
    private static final int WINDOWS = 12;
    private static final int SERIES = 30_000;
    private static final int TENANTS = 600;
    private static final int AFTER_THE_GAP = 8_640;

    @TempDir
    private Path folder;

    private final StringBuilder lines = new StringBuilder();
    private int sent;

    @Test
    void shouldGoOnWithATenantOfManySeriesHugeRecordsAndAGapOfADay() throws Exception {
        try (StackProcess stack = StackProcess.up(folder.resolve("data"), "--clock", "data")) {
            sendHugeRecords(stack);
            for (int window = 0; window < WINDOWS; window++) {
                for (int series = 0; series < SERIES; series++) {
                    metric("large", "s", "m" + series, window, series % 9_000);
                }
                for (int i = 0; i < 40; i++) {
                    operation("small", window, 9_000 + i, window < 6 || window > 9);
                }
            }
            for (int window : new int[] {WINDOWS, WINDOWS + AFTER_THE_GAP, WINDOWS + AFTER_THE_GAP + 1}) {
                for (int tenant = 0; tenant < TENANTS; tenant++) {
                    metric("tenant-" + tenant, "s", "m", window, 1_000 + tenant);
                }
            }
            Ended published =
                    stack.run(new ByteArrayInputStream(lines.toString().getBytes(UTF_8)), "send", "--close", "-");
            assertThat(published.out().strip()).isEqualTo("sent " + sent + " rejected 0");
            Ended drained = stack.run(InputStream.nullInputStream(), "drain", "--timeout", "300s");
            assertThat(drained.exitCode()).as(drained.err()).isZero();
            assertThat(drained.out()).contains("windowed " + sent + " late 0 rejected 2 ");

            assertThat(
                            sql(
                                    stack,
                                    "SELECT tenant_id, count(*), max(cycle_number), sum(observations_count), max(series_count)"
                                            + " FROM aurea_cycle_metrics WHERE tenant_id IN ('large', 'small') GROUP BY 1 ORDER BY 1"))
                    .containsExactly(
                            "large,42,42," + WINDOWS * SERIES + "," + SERIES, "small,42,42," + WINDOWS * 40 + ",1");
            assertThat(sql(
                            stack,
                            "SELECT count(DISTINCT tenant_id), count(*), sum(observations_count), sum(observations_refused)"
                                    + " FROM aurea_cycle_metrics WHERE tenant_id LIKE 'tenant-%'"))
                    .containsExactly(TENANTS + "," + TENANTS * 33 + "," + TENANTS * 3 + ",0");
            assertThat(sql(
                            stack,
                            "SELECT onset_at FROM aurea_patterns WHERE tenant_id = 'small' AND source = 'cart'"
                                    + " AND pattern_type = 'FAILURE_NETWORK'"))
                    .hasSize(1);
            assertThat(stack.app().output()).doesNotContain("the streams app ended");
        }
    }

    /** A value and a header of 10 MB and 700 kB that compress to a few kB: the broker takes them. */
    private void sendHugeRecords(StackProcess stack) throws Exception {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                stack.endpoints().bootstrapServers(),
                "compression.type",
                "gzip",
                "max.request.size",
                20_000_000,
                "buffer.memory",
                64_000_000L);
        byte[] key = "large/s".getBytes(UTF_8);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(Topics.OBSERVATIONS.name(), key, new byte[10_000_000]))
                    .get();
            ProducerRecord<byte[], byte[]> heavy = new ProducerRecord<>(Topics.OBSERVATIONS.name(), key, new byte[10]);
            heavy.headers().add("note", new byte[700_000]).add("kind", "odd".getBytes(UTF_8));
            producer.send(heavy).get();
        }
        List<ConsumerRecord<String, byte[]>> letters = Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> TopicLog.read(stack.endpoints().bootstrapServers(), Topics.DEAD_LETTERS.name()),
                        all -> all.size() >= 2);
        assertThat(letters).hasSize(2);
        assertThat(letters.get(0).value()).hasSize(128 << 10);
        assertThat(header(letters.get(0), "aurea.source.value.bytes")).isEqualTo("10000000");
        assertThat(header(letters.get(0), "__streams.errors.message"))
                .isEqualTo("the record has 10000000 bytes; allowed: at most 65536 (record.max.bytes)");
        assertThat(letters.get(1).value()).hasSize(10);
        assertThat(header(letters.get(1), "aurea.source.headers.bytes")).isEqualTo("700011");
        assertThat(header(letters.get(1), "__streams.errors.offset")).isEqualTo("1");
    }

    private static String header(ConsumerRecord<?, ?> letter, String name) {
        Header header = letter.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), UTF_8);
    }

    private void metric(String tenant, String source, String name, int window, int ms) {
        line(tenant, source, "METRIC", name, window, ms, "\"value\":" + (100 + (sent * 7 + window * 3) % 11));
    }

    private void operation(String tenant, int window, int ms, boolean success) {
        line(
                tenant,
                "cart",
                "OPERATION",
                "checkout",
                window,
                ms,
                "\"duration_ms\":12,\"success\":" + success + (success ? "" : ",\"error\":\"connection refused\""));
    }

    private void line(String tenant, String source, String kind, String name, int window, int ms, String rest) {
        sent++;
        lines.append("{\"tenant_id\":\"")
                .append(tenant)
                .append("\",\"source\":\"")
                .append(source)
                .append("\",\"kind\":\"")
                .append(kind)
                .append("\",\"name\":\"")
                .append(name)
                .append("\",\"observed_at\":")
                .append(BEGIN.toEpochMilli() + window * 10_000L + ms)
                .append(',')
                .append(rest)
                .append("}\n");
    }

    private static List<String> sql(StackProcess stack, String query) throws Exception {
        Ended ended = stack.run(InputStream.nullInputStream(), "sql", "--csv", query);
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        return ended.out().lines().skip(1).toList();
    }
}
