package io.aurea.window;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.fixture.ObserveLog;
import io.aurea.fixture.Saved;
import io.aurea.observation.ObservationRules;
import io.aurea.schema.Observation;
import io.aurea.schema.ObservationKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;

/** Reading a record in place gives the same result as decoding, or leaves it to decoding. */
class EncodedObservationProperties {
    private static final WindowSettings SETTINGS = new WindowSettings(1_000, 300, 2_000, 1_000);
    private static final int HEADER = 5;

    /** A record and its append time after the previous one's; the key may be wrong. */
    record Arrival(Observation observation, String key, long laterMs) {}

    @Property
    void shouldEndInTheSameTrendsTalliesAndRefusalsAsDecoding(@ForAll("arrivals") List<Arrival> arrivals) {
        ObserveLog decodedLog = new ObserveLog();
        ObserveLog inPlaceLog = new ObserveLog();
        PartitionWindows decoded = new PartitionWindows(SETTINGS);
        PartitionWindows inPlace = new PartitionWindows(SETTINGS);
        EncodedObservation encoded = new EncodedObservation();
        long appended = 1_000;
        for (Arrival a : arrivals) {
            appended += a.laterMs();
            byte[] key = a.key().getBytes(UTF_8);
            decoded.accept(key, a.observation(), appended, decodedLog);
            if (!encoded.read(encode(a.observation()), HEADER)
                    || !inPlace.acceptOpen(key, encoded, appended, inPlaceLog)) {
                inPlace.accept(key, a.observation(), appended, inPlaceLog);
            }
            assertThat(inPlace.tally()).isEqualTo(decoded.tally());
        }
        assertThat(inPlaceLog.all()).isEqualTo(decodedLog.all());
        Saved decodedState = new Saved();
        Saved inPlaceState = new Saved();
        decoded.saveAll(decodedState);
        inPlace.saveAll(inPlaceState);
        assertThat(inPlaceState).isEqualTo(decodedState);
    }

    @Property
    void shouldReadExactlyWhatIsInOrder(@ForAll("observations") Observation observation) {
        boolean read = new EncodedObservation().read(encode(observation), HEADER);
        boolean inOrder =
                ObservationRules.violation(observation).isEmpty() && observation.getKind() != ObservationKind.TICK;
        // Names are looked up, not checked; a long unit and an event's attributes are left to decoding: only these may
        // differ.
        boolean longUnit =
                observation.getUnit() != null && observation.getUnit().getBytes(UTF_8).length > 32;
        boolean perhapsAChange = observation.getKind() == ObservationKind.EVENT
                && !observation.getAttributes().isEmpty();
        if (inOrder && !longUnit && !perhapsAChange) {
            assertThat(read).isTrue();
        }
        if (read) {
            Observation named = Observation.newBuilder(observation)
                    .setTenantId("t")
                    .setSource("s")
                    .setName("n")
                    .build();
            assertThat(ObservationRules.violation(named)).isEmpty();
        }
    }

    @Property
    void shouldGiveWayToBytesThatAreCutOrChanged(
            @ForAll("observations") Observation observation,
            @ForAll @IntRange(min = 0, max = 500) int place,
            @ForAll byte other) {
        byte[] whole = encode(observation);
        EncodedObservation encoded = new EncodedObservation();
        byte[] cut = Arrays.copyOf(whole, HEADER + place % (whole.length - HEADER));
        assertThat(encoded.read(cut, HEADER)).as("cut").isFalse();
        byte[] longer = Arrays.copyOf(whole, whole.length + 1);
        assertThat(encoded.read(longer, HEADER)).as("a byte more").isFalse();
        byte[] changed = whole.clone();
        changed[HEADER + place % (whole.length - HEADER)] = other;
        // Whatever it contains now, it is read within its bounds.
        encoded.read(changed, HEADER);
    }

    @Example
    void shouldReadWhatTheSchemaOfThisProgramWrites() {
        Observation full = Observation.newBuilder()
                .setObservationId("id")
                .setTenantId("t")
                .setSource("s")
                .setKind(ObservationKind.OPERATION)
                .setName("call")
                .setObservedAt(Instant.ofEpochMilli(1_700_000_000_123L))
                .setValue(1.5)
                .setUnit("ms")
                .setSuccess(false)
                .setDurationMs(2.5)
                .setError("down")
                .setAttributes(Map.of("a", "b", "c", "d"))
                .build();
        EncodedObservation encoded = new EncodedObservation();
        assertThat(encoded.read(encode(full), HEADER)).isTrue();
        assertThat(encoded.kind()).isEqualTo(ObservationKind.OPERATION);
        assertThat(encoded.observedAtMs()).isEqualTo(1_700_000_000_123L);
        assertThat(encoded.hasSuccess()).isTrue();
        assertThat(encoded.success()).isFalse();
        assertThat(encoded.value()).isEqualTo(1.5);
        assertThat(encoded.durationMs()).isEqualTo(2.5);
    }

    private static byte[] encode(Observation o) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[HEADER]);
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        try {
            new SpecificDatumWriter<>(Observation.class).write(o, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    @Provide
    Arbitrary<List<Arrival>> arrivals() {
        Arbitrary<Boolean> wrongKey = Arbitraries.integers().between(0, 19).map(n -> n == 0);
        return Combinators.combine(observations(), wrongKey, Arbitraries.longs().between(0, 400))
                .as((o, wrong, later) ->
                        new Arrival(o, wrong ? "t/other" : o.getTenantId() + "/" + o.getSource(), later))
                .list()
                .ofMaxSize(80);
    }

    @Provide
    Arbitrary<Observation> observations() {
        // Few names, so that they meet in windows; occasionally one that breaks a rule.
        Arbitrary<String> tenant = often(Arbitraries.of("t", "u"), Arbitraries.of("", "_x", "tü"));
        Arbitrary<String> name = often(Arbitraries.of("a", "a.b-c", "checkout:total"), Arbitraries.of("", "a b"));
        Arbitrary<ObservationKind> kind = Arbitraries.of(ObservationKind.class);
        Arbitrary<Long> at = often(
                Arbitraries.longs().between(0, 20_000),
                Arbitraries.of(-1L, Long.MIN_VALUE / 1_000, 253_402_300_799_999L, 253_402_300_800_000L));
        Arbitrary<Double> number = often(
                        Arbitraries.doubles().between(-1e6, 1e6),
                        Arbitraries.of(Double.NaN, Double.POSITIVE_INFINITY, -1e151, 1e150, -0.0))
                .injectNull(0.2);
        Arbitrary<String> text =
                Arbitraries.of("", "ms", "ü".repeat(20), "x".repeat(33)).injectNull(0.5);
        Arbitrary<Boolean> success = Arbitraries.of(true, false).injectNull(0.2);
        Arbitrary<Map<String, String>> attributes = Arbitraries.maps(
                        Arbitraries.of("k", "change", "version"), Arbitraries.of("", "v", "deployment"))
                .ofMaxSize(2);
        Arbitrary<String> peer = often(
                        Arbitraries.of("db", "b.c_d-1"), Arbitraries.of("", "_x", "a:b", "ü", "x".repeat(129)))
                .injectNull(0.3);
        Arbitrary<Tuple.Tuple2<Map<String, String>, String>> rest =
                Combinators.combine(attributes, peer).as(Tuple::of);
        return Combinators.combine(tenant, name, kind, at, number, text, success, rest)
                .as((t, n, k, time, x, s, ok, more) -> Observation.newBuilder()
                        .setObservationId(s == null ? "" : s)
                        .setTenantId(t)
                        .setSource("s")
                        .setName(n)
                        .setKind(k)
                        .setObservedAt(Instant.ofEpochMilli(time))
                        .setValue(x)
                        .setDurationMs(x == null ? null : Math.abs(x))
                        .setUnit(s)
                        .setSuccess(ok)
                        .setError(s)
                        .setAttributes(new HashMap<>(more.get1()))
                        .setPeer(more.get2())
                        .build());
    }

    private static <T> Arbitrary<T> often(Arbitrary<T> usual, Arbitrary<T> rare) {
        return Arbitraries.frequencyOf(Tuple.of(12, usual), Tuple.of(1, rare));
    }
}
