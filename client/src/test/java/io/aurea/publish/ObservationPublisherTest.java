package io.aurea.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aurea.schema.Observation;
import io.aurea.schema.ObservationKind;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class ObservationPublisherTest {

    private static final Serializer<Observation> NO_BYTES = (topic, observation) -> new byte[0];

    /** Settings for brokers on this machine that do not exist. */
    private static final Map<String, Object> NOBODY =
            Map.of("bootstrap.servers", "127.0.0.1:1", "schema.registry.url", "http://127.0.0.1:1");

    private final MockProducer<String, Observation> producer = producer(NO_BYTES);
    private final ObservationPublisher publisher = new ObservationPublisher(producer);

    @Test
    void shouldPublishUnderTheKeyOfTenantAndSource() {
        Observation observation = metric();
        publisher.publish(observation);

        ProducerRecord<String, Observation> sent = producer.history().get(0);
        assertThat(sent.topic()).isEqualTo("aurea.observations");
        assertThat(sent.key()).isEqualTo("shop/cart");
        assertThat(sent.value()).isEqualTo(observation);
        assertThat(sent.partition()).as("the partitioner decides").isNull();
        assertThat(sent.timestamp()).as("the broker decides").isNull();
    }

    @Test
    void shouldBeDoneWhenKafkaHasStoredIt() {
        CompletableFuture<RecordMetadata> stored = publisher.publish(metric());
        assertThat(stored).isNotDone();

        producer.completeNext();
        assertThat(stored).isCompletedWithValueMatching(at -> at.topic().equals("aurea.observations"));
    }

    @Test
    void shouldFailWithTheReasonForWhichKafkaHasNotStoredIt() {
        CompletableFuture<RecordMetadata> first = publisher.publish(metric());
        CompletableFuture<RecordMetadata> second = publisher.publish(metric());
        RecordTooLargeException tooLarge = new RecordTooLargeException("too large");
        producer.errorNext(tooLarge);
        producer.completeNext();

        assertThatThrownBy(first::get).isInstanceOf(ExecutionException.class).hasCause(tooLarge);
        assertThat(second).isCompleted();
    }

    @Test
    void shouldFailWithTheReasonForWhichItCannotBeSerialized() {
        MockProducer<String, Observation> without = producer((topic, observation) -> {
            throw new SerializationException("the registry does not know it");
        });

        assertThat(new ObservationPublisher(without).publish(metric()))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(SerializationException.class)
                .withMessageContaining("the registry does not know it");
    }

    @Test
    void shouldFailOnceItIsClosed() {
        publisher.close();

        assertThat(publisher.publish(metric()))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(IllegalStateException.class);
        assertThat(producer.closed()).isTrue();
    }

    @Test
    void shouldFlushWhatItWasGiven() {
        CompletableFuture<RecordMetadata> stored = publisher.publish(metric());
        publisher.flush();

        assertThat(stored).isCompleted();
    }

    @Test
    void shouldRefuseAtOnceWhatBreaksARule() {
        refused(o -> o.setTenantId(""), "tenant_id is missing");
        refused(o -> o.setSource(null), "source is missing");
        refused(o -> o.setSource("a/b"), "source has the character '/' at position 2; allowed: A-Z a-z 0-9 . _ -");
        refused(o -> o.setValue(null), "a METRIC needs a value");
        refused(o -> o.setValue(Double.NaN), "value is NaN; allowed: a finite number from -1e150 to 1e150");
        refused(
                o -> o.setKind(ObservationKind.TICK),
                "kind is TICK, which the loop writes itself; allowed: METRIC, COUNTER, OPERATION, HEALTH, EVENT");
        assertThat(producer.history()).isEmpty();
    }

    private void refused(Consumer<Observation> how, String reason) {
        Observation observation = metric();
        how.accept(observation);
        assertThatThrownBy(() -> publisher.publish(observation))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(reason);
    }

    @Test
    void shouldTakeTheCallersSettingsOverItsDefaults() {
        assertThat(ObservationPublisher.producerSettings(Map.of("linger.ms", "0", "security.protocol", "SSL")))
                .containsEntry("linger.ms", "0")
                .containsEntry("security.protocol", "SSL")
                .containsEntry("compression.type", "lz4");
    }

    @Test
    void shouldNotLetTheCallerLoseOrRepeatRecords() {
        assertThat(ObservationPublisher.producerSettings(Map.of(
                        "acks", "1", "enable.idempotence", "false", "max.in.flight.requests.per.connection", "50")))
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", true)
                .containsEntry("max.in.flight.requests.per.connection", 5);
    }

    @Test
    void shouldRefuseSettingsThatPlaceKeysOtherwise() {
        wrong(
                Map.of("partitioner.class", RoundRobinPartitioner.class.getName()),
                "partitioner.class: must not be set: all publishers place a key with Kafka's default partitioner");
        wrong(
                Map.of("partitioner.ignore.keys", "true"),
                "partitioner.ignore.keys: must be false: the key says where an observation belongs");
        wrong(
                Map.of("transactional.id", "shop"),
                "transactional.id: must not be set: observations need no transactions");
        assertThat(ObservationPublisher.producerSettings(Map.of("partitioner.ignore.keys", false)))
                .containsEntry("partitioner.ignore.keys", false);
    }

    private static void wrong(Map<String, ?> settings, String reason) {
        String value = settings.values().iterator().next().toString();
        assertThatThrownBy(() -> ObservationPublisher.producerSettings(settings))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Invalid value " + value + " for configuration " + reason);
    }

    @Test
    void shouldNameTheSettingThatIsMissing() {
        assertThatThrownBy(() -> new ObservationPublisher(Map.of("bootstrap.servers", "127.0.0.1:1")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("schema.registry.url");
        assertThatThrownBy(() -> new ObservationPublisher(Map.of("schema.registry.url", "http://127.0.0.1:1")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("bootstrap.servers");
    }

    @Test
    void shouldSayThatKafkaIsAwayAndCloseAllTheSame() throws Exception {
        Map<String, Object> impatient = new HashMap<>(NOBODY);
        impatient.put("max.block.ms", 50);
        CompletableFuture<RecordMetadata> stored;
        try (ObservationPublisher unheard = new ObservationPublisher(impatient)) {
            stored = unheard.publish(metric());
        }

        assertThatThrownBy(() -> stored.get(1, TimeUnit.SECONDS))
                .hasCauseInstanceOf(TimeoutException.class)
                .hasMessageContaining("aurea.observations");
    }

    private static Observation metric() {
        return Observation.newBuilder()
                .setTenantId("shop")
                .setSource("cart")
                .setKind(ObservationKind.METRIC)
                .setName("queue")
                .setObservedAt(Instant.EPOCH)
                .setValue(3.0)
                .build();
    }

    private static MockProducer<String, Observation> producer(Serializer<Observation> values) {
        return new MockProducer<>(false, null, new StringSerializer(), values);
    }
}
