package io.aurea.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.fixture.AureaProcess;
import io.aurea.fixture.AureaProcess.Ended;
import io.aurea.fixture.Slow;
import io.aurea.fixture.StackProcess;
import io.aurea.fixture.TopicLog;
import io.aurea.topic.Topic;
import io.aurea.topic.Topics;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records that nobody can read, in every partition of every topic: whoever reads there passes them over and goes on. */
@Slow
class PoisonedTopicsIT {
    private static final Instant BEGIN = Instant.parse("2026-03-01T10:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private Path folder;

    private final ConcurrentLinkedQueue<String> events = new ConcurrentLinkedQueue<>();
    private StackProcess stack;

    @Test
    void shouldGoOnBehindRecordsThatNobodyCanRead() throws Exception {
        Path handlers =
                Files.writeString(folder.resolve("handlers.yaml"), "handlers:\n  - name: note\n    log: info\n");
        try (StackProcess up = StackProcess.up(folder.resolve("data"), "--clock", "data")) {
            stack = up;
            said("policy", "apply", policy("2h").toString(), "--tenant", "shop");
            observe(0);
            Thread reader = new Thread(this::readEvents);
            reader.setDaemon(true);
            reader.start();
            try (AureaProcess act = AureaProcess.start(
                    List.of(
                            "act",
                            "--handlers",
                            handlers.toString(),
                            "--endpoints",
                            up.endpointsFile().toString()),
                    Map.of())) {
                Awaitility.await().atMost(PATIENCE).until(() -> events.contains(":"));
                Awaitility.await().atMost(PATIENCE).until(() -> act.output().contains("Ready"));
                int poison = poison();
                assertThat(poison).isGreaterThan(50);
                observe(10);

                Awaitility.await("an event behind the poison").atMost(PATIENCE).until(() -> events.stream()
                        .anyMatch(line -> line.startsWith("data:") && line.contains("\"observations_count\":10")));
                assertThat(metric("aurea_api_unreadable_total")).isPositive();
                assertThat(up.app().output())
                        .contains("aurea.cycles-0 offset ")
                        .contains(" is not shown: ")
                        .doesNotContain("no longer shown")
                        .containsPattern("(?s)is not shown.*shop  cycle \\d+  10 observations");
                Awaitility.await("the executor passes them over")
                        .atMost(PATIENCE)
                        .until(() -> act.output().contains("cannot be read and is skipped"));
                act.requireAlive();
            }
            assertThat(said("policy", "show", "--tenant", "shop")).contains("2h");
            said("policy", "apply", policy("3h").toString(), "--tenant", "shop");
            assertThat(said("policy", "show", "--tenant", "shop")).contains("3h");
            assertThat(said("pause", "--tenant", "shop", "--why", "try")).contains("shop");
            assertThat(said("dead-letters", "list")).contains(" letter ");
        }
    }

    private Path policy(String memory) throws Exception {
        return Files.writeString(folder.resolve("policy-" + memory + ".yaml"), "health:\n  memory: " + memory + "\n");
    }

    /** Ten in each of three windows from this one on, and then nothing under way. */
    private void observe(int window) throws Exception {
        StringBuilder lines = new StringBuilder();
        for (int w = window; w < window + 3; w++) {
            for (int i = 0; i < 10; i++) {
                lines.append(
                        "{\"tenant_id\":\"shop\",\"source\":\"cart\",\"kind\":\"METRIC\",\"name\":\"queue\",\"observed_at\":%d,\"value\":%d}%n"
                                .formatted(BEGIN.toEpochMilli() + w * 10_000L + i * 500L, 100 + i));
            }
        }
        Ended sent = stack.run(new ByteArrayInputStream(lines.toString().getBytes(UTF_8)), "send", "--close", "-");
        assertThat(sent.exitCode()).as(sent.err()).isZero();
        Ended drained = stack.run(new ByteArrayInputStream(new byte[0]), "drain", "--timeout", "180s");
        assertThat(drained.exitCode()).as(drained.err()).isZero();
    }

    /** Bytes, schemas that nobody has, half a record, nothing, and a key that is no text. */
    private int poison() throws Exception {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", stack.endpoints().bootstrapServers());
        int written = 0;
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (Topic<?> topic : Topics.ALL) {
                List<byte[]> values = new java.util.ArrayList<>(List.of(
                        "poison".getBytes(UTF_8),
                        new byte[0],
                        new byte[] {0},
                        ByteBuffer.allocate(9)
                                .put((byte) 0)
                                .putInt(2_000_000_000)
                                .array(),
                        ByteBuffer.allocate(9).put((byte) 0).putInt(-5).array()));
                List<ConsumerRecord<String, byte[]>> real =
                        TopicLog.read(stack.endpoints().bootstrapServers(), topic.name());
                real.stream()
                        .filter(record -> record.value() != null && record.value().length > 8)
                        .findFirst()
                        .ifPresent(record -> values.add(Arrays.copyOf(record.value(), record.value().length / 2)));
                for (PartitionInfo partition : producer.partitionsFor(topic.name())) {
                    for (byte[] value : values) {
                        for (byte[] key : List.of("shop".getBytes(UTF_8), new byte[] {(byte) 0xff, 0, (byte) 0xc3})) {
                            producer.send(new ProducerRecord<>(topic.name(), partition.partition(), key, value));
                            written++;
                        }
                    }
                }
            }
        }
        return written;
    }

    private void readEvents() {
        try {
            HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(stack.endpoints().httpUrl() + "/events?tenant=shop"))
                                    .build(),
                            BodyHandlers.ofLines())
                    .body()
                    .forEach(events::add);
        } catch (Exception ended) {
            events.add("ended: " + ended);
        }
    }

    private double metric(String name) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(stack.endpoints().httpUrl() + "/metrics"))
                                .build(),
                        BodyHandlers.ofLines())
                .body()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    private String said(String... arguments) throws Exception {
        Ended ended = stack.run(new ByteArrayInputStream(new byte[0]), arguments);
        assertThat(ended.exitCode())
                .as(String.join(" ", arguments) + ": " + ended.err())
                .isZero();
        return ended.out();
    }
}
