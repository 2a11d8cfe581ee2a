package io.aurea.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aurea.registry.InMemoryRegistry;
import io.aurea.registry.RegistryClient;
import io.aurea.registry.RegistryUnavailableException;
import io.aurea.schema.Observation;
import io.aurea.schema.ObservationKind;
import io.aurea.schema.Policy;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class AvroSerdeTest {

    private static final String TOPIC = "aurea.observations";
    private static final Observation OBSERVATION = Observation.newBuilder()
            .setObservationId("1")
            .setTenantId("acme")
            .setSource("checkout")
            .setKind(ObservationKind.METRIC)
            .setName("cpu")
            .setObservedAt(Instant.parse("2026-01-01T00:00:00Z"))
            .setValue(0.5)
            .build();

    private final InMemoryRegistry registry = new InMemoryRegistry();
    private final AvroSerializer<SpecificRecord> serializer = new AvroSerializer<>(registry);
    private final AvroDeserializer<Observation> deserializer = new AvroDeserializer<>(registry, Observation.class);

    @Test
    void shouldKeepNullAsNull() {
        assertThat(serializer.serialize(TOPIC, null)).isNull();
        assertThat(deserializer.deserialize(TOPIC, null)).isNull();
        assertThat(deserializer.deserialize(TOPIC, new RecordHeaders(), (ByteBuffer) null))
                .isNull();
        assertThat(registry.latest(TOPIC + "-value")).isEmpty();
    }

    @Test
    void shouldRegisterUnderTheTopicAndWriteThatId() {
        int other = registry.register("another", Policy.getClassSchema());

        byte[] value = serializer.serialize(TOPIC, OBSERVATION);

        assertThat(registry.latest(TOPIC + "-value").orElseThrow().id()).isEqualTo(other + 1);
        assertThat(WireFormat.schemaId(value)).isEqualTo(other + 1);
        assertThat(deserializer.deserialize(TOPIC, value)).isEqualTo(OBSERVATION);
    }

    @Test
    void shouldReadABufferFromWhereItStands() {
        byte[] value = serializer.serialize(TOPIC, OBSERVATION);
        ByteBuffer heap = ByteBuffer.allocate(value.length + 7).position(3).put(value);
        ByteBuffer direct = ByteBuffer.allocateDirect(value.length).put(value).flip();

        assertThat(deserializer.deserialize(
                        TOPIC, new RecordHeaders(), heap.flip().position(3)))
                .isEqualTo(OBSERVATION);
        assertThat(deserializer.deserialize(TOPIC, new RecordHeaders(), direct)).isEqualTo(OBSERVATION);
    }

    @Test
    void shouldReadWhatANewerPublisherWroteAndAnOlderOne() {
        Schema newer = SchemaBuilder.record("Observation")
                .namespace("io.aurea.schema")
                .fields()
                .requiredString("colour")
                .name("observed_at")
                .type(Observation.getClassSchema().getField("observed_at").schema())
                .noDefault()
                .requiredString("name")
                .endRecord();
        byte[] value = RawRecord.of(newer, registry.register("other", newer), record -> {
            record.put("colour", "red");
            record.put("observed_at", 1_000L);
            record.put("name", "cpu");
        });

        assertThat(deserializer.deserialize(TOPIC, value))
                .isEqualTo(Observation.newBuilder()
                        .setObservedAt(Instant.ofEpochMilli(1_000))
                        .setName("cpu")
                        .build());
    }

    @Test
    void shouldRefuseARecordOfAnotherType() {
        byte[] value = serializer.serialize(TOPIC, Policy.newBuilder().build());

        assertThatThrownBy(() -> deserializer.deserialize(TOPIC, value))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining(TOPIC)
                .hasMessageContaining("schema id 1 of schema registry in memory is io.aurea.schema.Policy")
                .hasMessageContaining("not io.aurea.schema.Observation");
    }

    @Test
    void shouldNameTopicAndIdOfAnUnknownSchema() {
        byte[] value = serializer.serialize(TOPIC, OBSERVATION);
        WireFormat.writeHeader(value, 4711);

        assertThatThrownBy(() -> deserializer.deserialize(TOPIC, value))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining(TOPIC)
                .hasMessageContaining("no schema with id 4711");
    }

    @Test
    void shouldRefuseEveryTruncationAndAnythingLeftOver() {
        byte[] value = serializer.serialize(TOPIC, OBSERVATION);

        for (int length = 0; length < value.length; length++) {
            byte[] truncated = Arrays.copyOf(value, length);
            assertThatThrownBy(() -> deserializer.deserialize(TOPIC, truncated))
                    .as("%d of %d bytes", length, value.length)
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining(TOPIC);
        }
        byte[] longer = Arrays.copyOf(value, value.length + 1);
        assertThatThrownBy(() -> deserializer.deserialize(TOPIC, longer))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("left over");
        assertThat(deserializer.deserialize(TOPIC, value)).isEqualTo(OBSERVATION);
    }

    @Test
    void shouldRefuseARecordWithoutARequiredValueAndGoOn() {
        Observation broken = Observation.newBuilder(OBSERVATION).build();
        broken.put("name", null);

        assertThatThrownBy(() -> serializer.serialize(TOPIC, broken))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining(TOPIC)
                .hasMessageContaining("io.aurea.schema.Observation")
                .hasMessageContaining("name");
        assertThat(deserializer.deserialize(TOPIC, serializer.serialize(TOPIC, OBSERVATION)))
                .isEqualTo(OBSERVATION);
    }

    @Test
    void shouldFindTheClassByItsNameWhenNoneIsSet() {
        try (AvroSerde<SpecificRecord> serde = new AvroSerde<>()) {
            serde.configure(Map.of(AvroSerdeConfig.REGISTRY_CLIENT_CONFIG, registry), false);
            SpecificRecord policy = Policy.newBuilder().setVersion(3).build();

            assertThat(serde.deserializer()
                            .deserialize(TOPIC, serde.serializer().serialize(TOPIC, policy)))
                    .isEqualTo(policy);
            assertThat(serde.deserializer()
                            .deserialize(TOPIC, serde.serializer().serialize(TOPIC, OBSERVATION)))
                    .isEqualTo(OBSERVATION);
        }
    }

    @Test
    void shouldRefuseASchemaNobodyRegisteredWhenItMayNotRegister() {
        AvroSerializer<SpecificRecord> strict = configured(Map.of(AvroSerdeConfig.AUTO_REGISTER_CONFIG, "false"));

        assertThatThrownBy(() -> strict.serialize(TOPIC, OBSERVATION))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining(TOPIC)
                .hasMessageContaining("subject " + TOPIC + "-value")
                .hasMessageContaining("auto.register.schemas is false");
        assertThat(registry.latest(TOPIC + "-value")).isEmpty();

        int id = registry.register(TOPIC + "-value", Observation.getClassSchema());
        assertThat(WireFormat.schemaId(strict.serialize(TOPIC, OBSERVATION))).isEqualTo(id);
    }

    @Test
    void shouldNameSubjectsByTheStrategyOfConfluent() {
        configured(Map.of(
                        AvroSerdeConfig.VALUE_STRATEGY_CONFIG,
                        "io.confluent.kafka.serializers.subject.TopicRecordNameStrategy"))
                .serialize(TOPIC, OBSERVATION);
        configured(Map.of(AvroSerdeConfig.VALUE_STRATEGY_CONFIG, "RecordNameStrategy"))
                .serialize(TOPIC, OBSERVATION);

        assertThat(registry.latest(TOPIC + "-io.aurea.schema.Observation")).isPresent();
        assertThat(registry.latest("io.aurea.schema.Observation")).isPresent();
        assertThat(registry.latest(TOPIC + "-value")).isEmpty();
    }

    @Test
    void shouldWriteWithTheLatestVersionWhenAsked() {
        Schema latest = SchemaBuilder.record("Observation")
                .namespace("io.aurea.schema")
                .fields()
                .name("observed_at")
                .type(Observation.getClassSchema().getField("observed_at").schema())
                .noDefault()
                .optionalString("colour")
                .requiredString("tenant_id")
                .endRecord();
        registry.register(TOPIC + "-value", Observation.getClassSchema());
        int id = registry.register(TOPIC + "-value", latest);
        AvroSerializer<SpecificRecord> following = configured(
                Map.of(AvroSerdeConfig.AUTO_REGISTER_CONFIG, false, AvroSerdeConfig.USE_LATEST_CONFIG, true));

        byte[] value = following.serialize(TOPIC, OBSERVATION);

        assertThat(WireFormat.schemaId(value)).isEqualTo(id);
        assertThat(deserializer.deserialize(TOPIC, value))
                .isEqualTo(Observation.newBuilder()
                        .setObservedAt(OBSERVATION.getObservedAt())
                        .setTenantId("acme")
                        .build());
    }

    @Test
    void shouldRefuseALatestVersionThatCannotHoldTheRecord() {
        Schema latest = SchemaBuilder.record("Observation")
                .namespace("io.aurea.schema")
                .fields()
                .requiredString("colour")
                .endRecord();
        registry.register(TOPIC + "-value", latest);
        AvroSerializer<SpecificRecord> following = configured(
                Map.of(AvroSerdeConfig.AUTO_REGISTER_CONFIG, false, AvroSerdeConfig.USE_LATEST_CONFIG, true));

        assertThatThrownBy(() -> following.serialize(TOPIC, OBSERVATION))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("version 1 of subject " + TOPIC + "-value")
                .hasMessageContaining("colour");
    }

    @Test
    void shouldNotMistakeAnOutageForABrokenRecord() {
        byte[] value = serializer.serialize(TOPIC, OBSERVATION);
        RegistryClient nowhere = RegistryClient.create(
                Map.of("schema.registry.url", "http://127.0.0.1:1", "max.retries", 0, "retries.wait.ms", 0));

        assertThatThrownBy(() -> new AvroDeserializer<>(nowhere, Observation.class).deserialize(TOPIC, value))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("http://127.0.0.1:1");
        assertThatThrownBy(() -> new AvroSerializer<>(nowhere).serialize(TOPIC, OBSERVATION))
                .isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void shouldServeSeveralThreadsAtOnce() throws Exception {
        int threads = 4;
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Void>> work = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                String source = "source-" + thread;
                work.add(() -> {
                    for (int i = 0; i < 2_000; i++) {
                        Observation sent = Observation.newBuilder(OBSERVATION)
                                .setSource(source)
                                .setName("n".repeat(i % 50))
                                .build();
                        assertThat(deserializer.deserialize(TOPIC, serializer.serialize(TOPIC, sent)))
                                .isEqualTo(sent);
                    }
                    return null;
                });
            }
            for (Future<Void> done : executor.invokeAll(work)) {
                done.get();
            }
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void shouldSayWhichSettingIsWrong() {
        assertThatThrownBy(() -> new AvroSerdeConfig(Map.of(AvroSerdeConfig.VALUE_STRATEGY_CONFIG, "Mine")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("value.subject.name.strategy")
                .hasMessageContaining("Mine")
                .hasMessageContaining("TopicNameStrategy, RecordNameStrategy, TopicRecordNameStrategy");
        assertThatThrownBy(() -> new AvroSerdeConfig(Map.of(AvroSerdeConfig.VALUE_TYPE_CONFIG, "java.lang.String")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("specific.avro.value.type")
                .hasMessageContaining("java.lang.String")
                .hasMessageContaining("a class that Avro generated");
        assertThatThrownBy(() -> new AvroSerdeConfig(Map.of(AvroSerdeConfig.SERDE_CLASS_CONFIG, "java.lang.String")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("aurea.serde.class")
                .hasMessageContaining("org.apache.kafka.common.serialization.Serde");
        assertThatThrownBy(() -> new AvroSerdeConfig(Map.of(AvroSerdeConfig.USE_LATEST_CONFIG, true)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("use.latest.version")
                .hasMessageContaining("auto.register.schemas is false");
    }

    private AvroSerializer<SpecificRecord> configured(Map<String, Object> settings) {
        Map<String, Object> configs = new HashMap<>(settings);
        configs.put(AvroSerdeConfig.REGISTRY_CLIENT_CONFIG, registry);
        AvroSerializer<SpecificRecord> configured = new AvroSerializer<>();
        configured.configure(configs, false);
        return configured;
    }
}
