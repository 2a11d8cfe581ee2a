package io.aurea.converter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aurea.registry.InMemoryRegistry;
import io.aurea.schema.CycleMetrics;
import io.aurea.schema.Decision;
import io.aurea.schema.DecisionState;
import io.aurea.schema.DecisionStep;
import io.aurea.schema.LoopEvent;
import io.aurea.schema.Watermark;
import io.aurea.serde.AvroSerializer;
import io.aurea.serde.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.Test;

class AvroConverterTest {

    private static final Instant NOON = Instant.parse("2026-07-01T12:00:00.123Z");

    private final InMemoryRegistry registry = new InMemoryRegistry();
    private final AvroConverter converter = AvroConverter.over(registry);
    private final AvroSerializer<SpecificRecord> serializer = new AvroSerializer<>(registry);

    @Test
    void shouldReadOurRecordsAsStructs() {
        Decision decision = Decision.newBuilder()
                .setTenantId("shop")
                .setDecisionId("d-1")
                .setState(DecisionState.PROPOSED)
                .setCreatedAt(NOON)
                .setPropensity(0.5)
                .setHistory(List.of(new DecisionStep(DecisionState.PROPOSED, NOON, "rule")))
                .build();

        Struct struct = struct(converter.toConnectData("t", serializer.serialize("t", decision)));

        assertThat(struct.schema().name()).isEqualTo("io.aurea.schema.Decision");
        assertThat(struct.getString("state")).isEqualTo("PROPOSED");
        assertThat(struct.get("created_at")).isEqualTo(Date.from(NOON));
        assertThat(struct.schema().field("created_at").schema()).isEqualTo(Timestamp.SCHEMA);
        assertThat(struct.getFloat64("propensity")).isEqualTo(0.5);
        assertThat(struct.get("settle_until")).isNull();
        assertThat(struct.schema().field("settle_until").schema().isOptional()).isTrue();
        assertThat(struct.<Struct>getArray("history").get(0).get("entered_at")).isEqualTo(Date.from(NOON));
    }

    @Test
    void shouldGiveTheSameSchemaForTheSameId() {
        byte[] first = serializer.serialize("t", CycleMetrics.newBuilder().build());
        byte[] second = serializer.serialize(
                "t", CycleMetrics.newBuilder().setCycleNumber(2).build());

        assertThat(converter.toConnectData("t", first).schema())
                .isSameAs(converter.toConnectData("t", second).schema());
    }

    @Test
    void shouldPassTombstonesThrough() {
        assertThat(converter.toConnectData("t", null)).isEqualTo(SchemaAndValue.NULL);
        assertThat(converter.fromConnectData("t", Schema.OPTIONAL_STRING_SCHEMA, null))
                .isNull();
    }

    @Test
    void shouldRefuseAUnionOfRecordsByName() {
        byte[] event = serializer.serialize(
                "t",
                LoopEvent.newBuilder().setEvent(Watermark.newBuilder().build()).build());

        assertThatThrownBy(() -> converter.toConnectData("t", event))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("io.aurea.schema.LoopEvent", "Watermark", "null and one other type");
    }

    @Test
    void shouldRefuseBytesThatAreNoAvro() {
        byte[] good = serializer.serialize(
                "t", CycleMetrics.newBuilder().setTenantId("shop").build());
        byte[] cut = Arrays.copyOf(good, 9);
        byte[] longer = Arrays.copyOf(good, good.length + 1);
        byte[] unknown = good.clone();
        WireFormat.writeHeader(unknown, 99);

        for (byte[] broken :
                List.of(cut, longer, unknown, new byte[0], "{\"a\": 1}".getBytes(StandardCharsets.UTF_8))) {
            assertThatThrownBy(() -> converter.toConnectData("t", broken))
                    .isInstanceOf(DataException.class)
                    .isNotInstanceOf(RetriableException.class)
                    .hasMessageContaining("topic t");
        }
    }

    @Test
    void shouldAskAgainLaterWhenTheRegistryIsAway() {
        AvroConverter alone = new AvroConverter();
        alone.configure(Map.of("schema.registry.url", "http://127.0.0.1:1", "max.retries", "0"), false);

        assertThatThrownBy(() -> alone.toConnectData("t", new byte[] {0, 0, 0, 0, 1, 0}))
                .isInstanceOf(RetriableException.class)
                .hasMessageContaining("http://127.0.0.1:1");
    }

    @Test
    void shouldReadDecimalsDatesAndFixedBytes() throws IOException {
        org.apache.avro.Schema avro = new org.apache.avro.Schema.Parser().parse("""
                {"type": "record", "name": "Odd", "fields": [
                  {"name": "price", "type": {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}},
                  {"name": "day", "type": {"type": "int", "logicalType": "date"}},
                  {"name": "hash", "type": {"type": "fixed", "name": "Hash", "size": 2}}]}""");
        int id = registry.register("t-value", avro);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] header = new byte[WireFormat.HEADER_LENGTH];
        WireFormat.writeHeader(header, id);
        out.write(header);
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<>(avro)
                .write(
                        new GenericRecordBuilder(avro)
                                .set(
                                        "price",
                                        ByteBuffer.wrap(new BigDecimal("-1.50")
                                                .unscaledValue()
                                                .toByteArray()))
                                .set("day", 2)
                                .set(
                                        "hash",
                                        new GenericData.Fixed(
                                                avro.getField("hash").schema(), new byte[] {1, 2}))
                                .build(),
                        encoder);
        encoder.flush();

        Struct struct = struct(converter.toConnectData("t", out.toByteArray()));

        assertThat(struct.get("price")).isEqualTo(new BigDecimal("-1.50"));
        assertThat(struct.get("day")).isEqualTo(new Date(2 * 86_400_000L));
        assertThat(struct.getBytes("hash")).containsExactly(1, 2);
        assertThat(converter
                        .toConnectData("t", converter.fromConnectData("t", struct.schema(), struct))
                        .value())
                .isEqualTo(struct);
    }

    @Property(tries = 200)
    void shouldReadBackWhatItWrote(@ForAll("structs") Struct struct) {
        byte[] bytes = converter.fromConnectData("t", struct.schema(), struct);

        SchemaAndValue back = converter.toConnectData("t", bytes);

        assertThat(back.schema()).isEqualTo(struct.schema());
        assertThat(back.value()).isEqualTo(struct);
    }

    @Provide
    Arbitrary<Struct> structs() {
        Schema inner = SchemaBuilder.struct()
                .name("test.Inner")
                .field("word", Schema.STRING_SCHEMA)
                .optional()
                .build();
        Schema outer = SchemaBuilder.struct()
                .name("test.Outer")
                .field("count", Schema.INT64_SCHEMA)
                .field("small", Schema.OPTIONAL_INT32_SCHEMA)
                .field("share", Schema.FLOAT64_SCHEMA)
                .field("good", Schema.BOOLEAN_SCHEMA)
                .field("at", Timestamp.builder().optional().build())
                .field("time", Time.SCHEMA)
                .field("words", SchemaBuilder.array(Schema.STRING_SCHEMA).build())
                .field(
                        "counts",
                        SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT64_SCHEMA)
                                .build())
                .field("inner", inner)
                .field(
                        "price",
                        Decimal.builder(2)
                                .parameter("connect.decimal.precision", "20")
                                .build())
                .build();
        Arbitrary<String> words = Arbitraries.strings().ofMaxLength(20);
        return Combinators.combine(
                        Arbitraries.longs(),
                        Arbitraries.integers().injectNull(0.3),
                        Arbitraries.doubles(),
                        Arbitraries.longs()
                                .between(-1_000_000_000_000L, 4_000_000_000_000L)
                                .injectNull(0.3),
                        Arbitraries.integers().between(0, 86_399_999),
                        words.list().ofMaxSize(3),
                        Arbitraries.maps(words, Arbitraries.longs()).ofMaxSize(3),
                        words.injectNull(0.3))
                .as((count, small, share, at, time, list, map, word) -> new Struct(outer)
                        .put("count", count)
                        .put("small", small)
                        .put("share", share)
                        .put("good", count > 0)
                        .put("at", at == null ? null : new Date(at))
                        .put("time", new Date(time))
                        .put("words", list)
                        .put("counts", map)
                        .put("inner", word == null ? null : new Struct(inner).put("word", word))
                        .put("price", BigDecimal.valueOf(count, 2)));
    }

    private static Struct struct(SchemaAndValue converted) {
        return (Struct) converted.value();
    }
}
