package io.aurea.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.registry.InMemoryRegistry;
import io.aurea.schema.AnyRecord;
import io.aurea.schema.Trend;
import io.aurea.serde.AvroSerdeConfig;
import io.aurea.serde.WireFormat;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class TopicSerdesTest {

    private final InMemoryRegistry registry = new InMemoryRegistry();
    private final TopicSerdes serdes = new TopicSerdes(Map.of(), registry);

    /** A topic and a record for it. */
    record Sent(Topic<SpecificRecord> topic, SpecificRecord record) {}

    @Property
    void shouldReadEveryRecordAsItWasWritten(@ForAll("sent") Sent sent) {
        Serde<SpecificRecord> serde = serdes.value(sent.topic());

        byte[] value = serde.serializer().serialize(sent.topic().name(), sent.record());

        assertThat(serde.deserializer().deserialize(sent.topic().name(), value)).isEqualTo(sent.record());
        assertThat(registry.byId(WireFormat.schemaId(value)).getFullName())
                .isEqualTo(sent.topic().schema().getFullName());
    }

    @Property
    void shouldAnswerBrokenBytesWithARecordOrASerializationException(
            @ForAll("sent") Sent sent, @ForAll @IntRange(max = 1_000) int at, @ForAll byte broken) {
        Serde<SpecificRecord> serde = serdes.value(sent.topic());
        byte[] value = serde.serializer().serialize(sent.topic().name(), sent.record());
        value[at % value.length] = broken;

        assertRecordOrSerializationException(serde, sent.topic(), value);
        assertRecordOrSerializationException(serde, sent.topic(), Arrays.copyOf(value, at % value.length));
    }

    @Property
    void shouldAnswerRandomBytesWithARecordOrASerializationException(
            @ForAll("topics") Topic<SpecificRecord> topic, @ForAll byte[] body) {
        Serde<SpecificRecord> serde = serdes.value(topic);
        int id = registry.register(topic.name() + "-value", topic.schema());
        byte[] value = new byte[WireFormat.HEADER_LENGTH + body.length];
        WireFormat.writeHeader(value, id);
        System.arraycopy(body, 0, value, WireFormat.HEADER_LENGTH, body.length);

        assertRecordOrSerializationException(serde, topic, value);
    }

    @Test
    void shouldLeaveDeadLettersAsTheyAre() {
        byte[] bytes = {1, 2, 3};
        Serde<byte[]> serde = serdes.value(Topics.DEAD_LETTERS);

        assertThat(serde.serializer().serialize(Topics.DEAD_LETTERS.name(), bytes))
                .isEqualTo(bytes);
        assertThat(registry.latest("aurea.dead-letters-value")).isEmpty();
    }

    @Test
    void shouldUseTheSerdeThatASettingNames() {
        TopicSerdes foreign = new TopicSerdes(
                Map.of(AvroSerdeConfig.SERDE_CLASS_CONFIG, ForeignSerde.class.getName(), "theirs", "kept"), registry);

        Serde<Trend> serde = foreign.value(Topics.TRENDS);

        assertThat((Object) serde).isInstanceOf(ForeignSerde.class);
        assertThat(((ForeignSerde) (Object) serde).configs)
                .containsEntry("theirs", "kept")
                .containsEntry("specific.avro.value.type", Trend.class.getName());
        assertThat(((ForeignSerde) (Object) serde).isKey).isFalse();
    }

    @Provide
    Arbitrary<Sent> sent() {
        return topics().flatMap(topic -> AnyRecord.of(topic.schema()).map(record -> new Sent(topic, record)));
    }

    @Provide
    @SuppressWarnings("unchecked") // serializer and deserializer only ever see each other's records
    Arbitrary<Topic<SpecificRecord>> topics() {
        return Arbitraries.of(Topics.ALL).filter(Topic::isAvro).map(topic -> (Topic<SpecificRecord>) topic);
    }

    private static void assertRecordOrSerializationException(
            Serde<SpecificRecord> serde, Topic<SpecificRecord> topic, byte[] value) {
        try {
            assertThat(serde.deserializer().deserialize(topic.name(), value)).isInstanceOf(topic.valueClass());
        } catch (SerializationException e) {
            assertThat(e).hasMessageContaining(topic.name());
        }
    }

    /** Stands in for somebody else's serde. */
    public static final class ForeignSerde implements Serde<String> {

        private final Map<String, Object> configs = new HashMap<>();
        private boolean isKey = true;

        @Override
        public void configure(Map<String, ?> given, boolean key) {
            configs.putAll(given);
            isKey = key;
        }

        @Override
        public Serializer<String> serializer() {
            return new StringSerializer();
        }

        @Override
        public Deserializer<String> deserializer() {
            return new StringDeserializer();
        }
    }
}
