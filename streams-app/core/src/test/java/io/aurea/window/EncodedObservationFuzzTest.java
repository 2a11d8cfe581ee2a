package io.aurea.window;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.aurea.fixture.Observed;
import io.aurea.observation.ObservationRules;
import io.aurea.schema.Observation;
import io.aurea.schema.ObservationKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the bytes of a record are, what is read in place is what decoding finds in them. */
class EncodedObservationFuzzTest {
    private static final SpecificDatumReader<Observation> READER = new SpecificDatumReader<>(Observation.class);

    static Stream<byte[]> observations() {
        return Stream.of(
                        Observed.metric("shop", "cart", "latency", 1_700_000_000_000L, 12.5),
                        Observed.operation("shop", "db", "query", 1_700_000_000_001L, false),
                        Observed.health("shop", "web", "up", 0, true),
                        Observed.tick(5))
                .map(EncodedObservationFuzzTest::encode);
    }

    @MethodSource("observations")
    @Timeout(10)
    @FuzzTest
    void shouldReadInPlaceOnlyWhatDecodingReadsAndTheSame(byte[] bytes) {
        EncodedObservation inPlace = new EncodedObservation();
        if (!inPlace.read(bytes, 0)) {
            return;
        }
        Observation decoded = decode(bytes).orElseThrow(() -> new AssertionError("read in place, but not decoded"));
        assertThat(ObservationRules.violation(Observation.newBuilder(decoded)
                        .setTenantId("t")
                        .setSource("s")
                        .setName("n")
                        .build()))
                .isEmpty();
        assertThat(decoded.getKind()).isNotEqualTo(ObservationKind.TICK).isEqualTo(inPlace.kind());
        assertThat(decoded.getTenantId()).isEqualTo(text(bytes, inPlace.tenantFrom(), inPlace.tenantTo()));
        assertThat(decoded.getSource()).isEqualTo(text(bytes, inPlace.sourceFrom(), inPlace.sourceTo()));
        assertThat(decoded.getName()).isEqualTo(text(bytes, inPlace.nameFrom(), inPlace.nameTo()));
        assertThat(decoded.getObservedAt().toEpochMilli()).isEqualTo(inPlace.observedAtMs());
        assertThat(decoded.getValue()).isEqualTo(inPlace.hasValue() ? (Double) inPlace.value() : null);
        assertThat(decoded.getSuccess()).isEqualTo(inPlace.hasSuccess() ? (Boolean) inPlace.success() : null);
        assertThat(decoded.getDurationMs()).isEqualTo(inPlace.hasDuration() ? (Double) inPlace.durationMs() : null);
        assertThat(decoded.getError() == null ? "" : decoded.getError()).isEqualTo(inPlace.error());
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, UTF_8);
    }

    /** As the deserializer does; empty if the bytes are no observation. */
    private static Optional<Observation> decode(byte[] bytes) {
        try {
            BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(bytes, null);
            Observation read = READER.read(null, decoder);
            return decoder.isEnd() ? Optional.of(read) : Optional.empty();
        } catch (IOException | RuntimeException broken) {
            return Optional.empty();
        }
    }

    private static byte[] encode(Observation observation) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            new SpecificDatumWriter<>(Observation.class)
                    .write(observation, EncoderFactory.get().directBinaryEncoder(out, null));
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return out.toByteArray();
    }
}
