package io.aurea.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;

class ColumnTypeTest {

    private static final Date NOON = Date.from(Instant.parse("2026-07-01T12:00:00.123Z"));

    @Test
    void shouldBindInstantsInUtc() {
        assertThat(ColumnType.of("timestamptz").convert(Timestamp.SCHEMA, NOON))
                .isEqualTo(OffsetDateTime.parse("2026-07-01T12:00:00.123Z"));
        assertThat(ColumnType.of("timestamp").convert(Timestamp.SCHEMA, NOON))
                .isEqualTo(LocalDateTime.parse("2026-07-01T12:00:00.123"));
        assertThat(ColumnType.of("date").convert(org.apache.kafka.connect.data.Date.SCHEMA, NOON))
                .isEqualTo(LocalDate.parse("2026-07-01"));
    }

    @Test
    void shouldLeaveTextToPostgres() {
        for (String type : List.of("uuid", "jsonb", "int8", "timestamptz", "text", "inet")) {
            assertThat(ColumnType.of(type).convert(Schema.STRING_SCHEMA, "7")).isEqualTo("7");
            assertThat(ColumnType.of(type).convert(Schema.OPTIONAL_STRING_SCHEMA, null))
                    .isNull();
        }
    }

    @Test
    void shouldRefuseWhatTheColumnCannotHold() {
        assertThatThrownBy(() -> ColumnType.of("int8").convert(Schema.FLOAT64_SCHEMA, 1.5))
                .isInstanceOf(DataException.class)
                .hasMessage("a column of type integer cannot hold 1.5 (FLOAT64)");
        assertThatThrownBy(() -> ColumnType.of("timestamptz").convert(Schema.INT64_SCHEMA, 1L))
                .isInstanceOf(DataException.class);
        assertThatThrownBy(() -> ColumnType.of("text")
                        .convert(SchemaBuilder.array(Schema.STRING_SCHEMA).build(), List.of("a")))
                .hasMessageContaining("make it jsonb");
        assertThatThrownBy(() -> ColumnType.of("numeric").convert(Schema.FLOAT64_SCHEMA, Double.NaN))
                .isInstanceOf(DataException.class);
    }

    @Test
    void shouldReplaceWhatPostgresTakesInNoText() {
        assertThat(text("text", "a\u0000b\ud800c\udc00\ud83d\ude00")).isEqualTo("a\ufffdb\ufffdc\ufffd\ud83d\ude00");
        assertThat(text("jsonb", "{\"a\": \"\\u0000\\\\u0000\\\\\\u0000\"}"))
                .isEqualTo("{\"a\": \"\\ufffd\\\\u0000\\\\\\ufffd\"}");
        assertThat(text("jsonb", "\"\\ud83d\\ude00 \\uD800\\u0041 \\udc00\""))
                .isEqualTo("\"\\ud83d\\ude00 \\ufffd\\u0041 \\ufffd\"");
        assertThat(text("jsonb", "\"\\u00")).as("left to PostgreSQL").isEqualTo("\"\\u00");
    }

    private static Object text(String type, String value) {
        return ColumnType.of(type).convert(Schema.STRING_SCHEMA, value);
    }

    @Test
    void shouldWriteNestedValuesAsJson() {
        Schema inner = SchemaBuilder.struct()
                .field("at", Timestamp.SCHEMA)
                .field("share", Schema.OPTIONAL_FLOAT64_SCHEMA)
                .build();
        Schema outer = SchemaBuilder.struct()
                .field("steps", SchemaBuilder.array(inner).build())
                .field(
                        "words",
                        SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.OPTIONAL_STRING_SCHEMA)
                                .build())
                .field("raw", Schema.BYTES_SCHEMA)
                .field("price", Decimal.schema(2))
                .field("count", Schema.INT32_SCHEMA)
                .field("good", Schema.BOOLEAN_SCHEMA)
                .build();
        Struct value = new Struct(outer)
                .put(
                        "steps",
                        Arrays.asList(
                                new Struct(inner).put("at", NOON).put("share", Double.NaN),
                                new Struct(inner).put("at", NOON)))
                .put("words", Map.of("quote\"", "line\n"))
                .put("raw", ByteBuffer.wrap(new byte[] {1, 2}))
                .put("price", new BigDecimal("1.50"))
                .put("count", -3)
                .put("good", true);

        assertThat(ColumnType.of("jsonb").convert(outer, value))
                .isEqualTo("{\"steps\":[{\"at\":\"2026-07-01T12:00:00.123Z\",\"share\":\"NaN\"},"
                        + "{\"at\":\"2026-07-01T12:00:00.123Z\",\"share\":null}],"
                        + "\"words\":{\"quote\\\"\":\"line\\n\"},\"raw\":\"AQI=\",\"price\":1.50,\"count\":-3,"
                        + "\"good\":true}");
    }
}
