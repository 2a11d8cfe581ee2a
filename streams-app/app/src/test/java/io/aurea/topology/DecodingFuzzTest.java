package io.aurea.topology;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.aurea.observation.ObservationRules;
import io.aurea.registry.InMemoryRegistry;
import io.aurea.schema.LoopEvent;
import io.aurea.schema.Observation;
import io.aurea.schema.ObservationKind;
import io.aurea.schema.Watermark;
import io.aurea.serde.AvroDeserializer;
import io.aurea.serde.AvroSerializer;
import io.aurea.topology.Decoding.Broken;
import java.time.Instant;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the value of a record is, it is read, or is a broken record with a reason. */
class DecodingFuzzTest {
    private static final int MAX_BYTES = 1 << 16;
    private static final InMemoryRegistry REGISTRY = new InMemoryRegistry();
    private static final Observation OBSERVATION = Observation.newBuilder()
            .setTenantId("shop")
            .setSource("cart")
            .setName("latency")
            .setKind(ObservationKind.METRIC)
            .setObservedAt(Instant.EPOCH)
            .setValue(1.5)
            .build();
    private static final byte[] VALUE = encode("aurea.observations", OBSERVATION);
    private static final byte[] EVENT = encode(
            "aurea.loop",
            LoopEvent.newBuilder()
                    .setEvent(new Watermark(0, 1, Instant.EPOCH, null))
                    .build());
    private static final Decoding<Observation> OBSERVATIONS =
            new Decoding<>("aurea.observations", MAX_BYTES, new AvroDeserializer<>(REGISTRY, Observation.class));
    private static final Decoding<LoopEvent> EVENTS =
            new Decoding<>("aurea.loop", MAX_BYTES, new AvroDeserializer<>(REGISTRY, LoopEvent.class));

    static Stream<byte[]> values() {
        // The last one claims a text of 2 GB.
        return Stream.of(VALUE, EVENT, new byte[] {0, 0, 0, 0, VALUE[4], -4, -1, -1, -1, 15, 1});
    }

    private static byte[] encode(String topic, SpecificRecord value) {
        return new AvroSerializer<>(REGISTRY).serialize(topic, value);
    }

    @MethodSource("values")
    @Timeout(10)
    @FuzzTest
    void shouldReadAValueOrSayWhyItIsBroken(byte[] value) {
        try {
            Observation read = OBSERVATIONS.decode(value);
            assertThat(OBSERVATIONS.hasOwnLayout(value)).isTrue();
            ObservationRules.violation(read)
                    .ifPresent(reason -> assertThat(reason).isNotBlank());
            if (ObservationRules.violation(read).isEmpty()) {
                assertThat(OBSERVATIONS.decode(encode("aurea.observations", read)))
                        .isEqualTo(read);
            }
        } catch (Broken broken) {
            assertThat(broken).message().isNotBlank();
        }
        try {
            assertThat(EVENTS.decode(value)).isNotNull();
        } catch (Broken broken) {
            assertThat(broken).message().isNotBlank();
        }
    }
}
