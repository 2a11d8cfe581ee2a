package io.aurea.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.fixture.LocalBroker;
import io.aurea.registry.RegistryClient;
import io.aurea.registry.RegistryUnavailableException;
import io.aurea.schema.Observation;
import io.aurea.schema.ObservationKind;
import io.aurea.topic.TopicSerdes;
import io.aurea.topic.TopicSettings;
import io.aurea.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Observations published to a real broker. */
@Timeout(180)
class ObservationPublisherIT {

    private static final int THREADS = 4;
    private static final int EACH = 250;
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    private static LocalBroker broker;

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        broker = LocalBroker.start(data);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void shouldBringWhatSeveralThreadsPublishInTheirOrderToWhereMurmur2SaysItIs() throws Exception {
        List<RecordMetadata> stored = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (ObservationPublisher publisher = new ObservationPublisher(broker.settings())) {
            List<Future<List<CompletableFuture<RecordMetadata>>>> published = IntStream.range(0, THREADS)
                    .mapToObj(thread -> threads.submit(() -> IntStream.range(0, EACH)
                            .mapToObj(n -> publisher.publish(metric("several", "source-" + thread, n)))
                            .toList()))
                    .toList();
            for (Future<List<CompletableFuture<RecordMetadata>>> ofThread : published) {
                for (CompletableFuture<RecordMetadata> one : ofThread.get()) {
                    stored.add(one.get(60, TimeUnit.SECONDS));
                }
            }
        } finally {
            threads.shutdownNow();
        }
        List<ConsumerRecord<String, Observation>> read = read("several");

        assertThat(read).hasSize(THREADS * EACH).hasSameSizeAs(stored).allSatisfy(record -> {
            assertThat(record.key())
                    .isEqualTo(
                            record.value().getTenantId() + "/" + record.value().getSource());
            assertThat(record.partition())
                    .isEqualTo(Utils.toPositive(Utils.murmur2(record.key().getBytes(UTF_8)))
                            % TopicSettings.PARTITIONS_DEFAULT);
        });
        for (int thread = 0; thread < THREADS; thread++) {
            String source = "source-" + thread;
            assertThat(read)
                    .filteredOn(record -> record.value().getSource().equals(source))
                    .extracting(record -> record.value().getValue())
                    .isEqualTo(
                            IntStream.range(0, EACH).mapToObj(n -> (double) n).toList());
        }
    }

    @Test
    void shouldBringEveryFieldAsItWasGiven() {
        Observation failed = Observation.newBuilder()
                .setObservationId("o-1")
                .setTenantId("fields")
                .setSource("cart")
                .setKind(ObservationKind.OPERATION)
                .setName("checkout")
                .setObservedAt(NOW)
                .setSuccess(false)
                .setDurationMs(42.0)
                .setError("connection reset")
                .setAttributes(Map.of("pod", "cart-7"))
                .build();
        try (ObservationPublisher publisher = new ObservationPublisher(broker.settings())) {
            publisher.publish(failed);
        }

        assertThat(read("fields")).extracting(ConsumerRecord::value).containsExactly(failed);
    }

    @Test
    void shouldSayOfOneThatIsTooLargeThatItIsAndStoreTheNext() {
        Observation large = metric("large", "cart", 1);
        large.setAttributes(Map.of("dump", "x".repeat(2_000_000)));
        try (ObservationPublisher publisher = new ObservationPublisher(broker.settings())) {
            assertThat(publisher.publish(large))
                    .failsWithin(Duration.ofSeconds(60))
                    .withThrowableThat()
                    .withCauseInstanceOf(RecordTooLargeException.class);
            assertThat(publisher.publish(metric("large", "cart", 2))).succeedsWithin(Duration.ofSeconds(60));
        }

        assertThat(read("large"))
                .extracting(record -> record.value().getValue())
                .containsExactly(2.0);
    }

    @Test
    void shouldFailWhileTheRegistryIsAway() {
        Map<String, Object> nowhere = new HashMap<>(broker.settings());
        nowhere.put("schema.registry.url", "http://127.0.0.1:1");
        try (ObservationPublisher publisher = new ObservationPublisher(nowhere)) {
            assertThat(publisher.publish(metric("unregistered", "cart", 1)))
                    .failsWithin(Duration.ZERO)
                    .withThrowableThat()
                    .withCauseInstanceOf(RegistryUnavailableException.class)
                    .withMessageContaining("after 2 attempts");
        }
    }

    /** Everything of this tenant, in the order of each partition. */
    private static List<ConsumerRecord<String, Observation>> read(String tenant) {
        List<ConsumerRecord<String, Observation>> read = new ArrayList<>();
        TopicSerdes serdes = new TopicSerdes(broker.settings(), RegistryClient.create(broker.settings()));
        try (KafkaConsumer<String, Observation> consumer = new KafkaConsumer<>(
                broker.settings(),
                new StringDeserializer(),
                serdes.value(Topics.OBSERVATIONS).deserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.OBSERVATIONS.name()).stream()
                    .map(p -> new TopicPartition(p.topic(), p.partition()))
                    .toList();
            assertThat(partitions).hasSize(TopicSettings.PARTITIONS_DEFAULT);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (record.value().getTenantId().equals(tenant)) {
                        read.add(record);
                    }
                });
            }
        }
        return read;
    }

    private static Observation metric(String tenant, String source, double value) {
        return Observation.newBuilder()
                .setTenantId(tenant)
                .setSource(source)
                .setKind(ObservationKind.METRIC)
                .setName("queue")
                .setObservedAt(NOW)
                .setValue(value)
                .build();
    }
}
