package io.aurea.sink;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.errors.DataException;

/**
 * Writes a Connect value as JSON text for a jsonb column. Timestamps become ISO-8601 in UTC, bytes Base64, NaN and
 * infinities text, since JSON numbers have none.
 */
final class ConnectJson {

    private static final JsonFactory FACTORY = new JsonFactory();

    private ConnectJson() {}

    static String write(Schema schema, Object value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            write(json, schema, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, Schema schema, Object value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Struct struct) {
            json.writeStartObject();
            for (Field field : struct.schema().fields()) {
                json.writeFieldName(field.name());
                write(json, field.schema(), struct.get(field));
            }
            json.writeEndObject();
        } else if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                json.writeFieldName(String.valueOf(entry.getKey()));
                write(json, schema.valueSchema(), entry.getValue());
            }
            json.writeEndObject();
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object element : list) {
                write(json, schema.valueSchema(), element);
            }
            json.writeEndArray();
        } else {
            writeScalar(json, schema, value);
        }
    }

    private static void writeScalar(JsonGenerator json, Schema schema, Object value) throws IOException {
        if (value instanceof String text) {
            json.writeString(text);
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else if (value instanceof Double number) {
            json.writeNumber(number);
        } else if (value instanceof Float number) {
            json.writeNumber(number);
        } else if (value instanceof BigDecimal number) {
            json.writeNumber(number);
        } else if (value instanceof Number number) {
            json.writeNumber(number.longValue());
        } else if (value instanceof Date date) {
            json.writeString(iso(schema, date));
        } else if (value instanceof byte[] || value instanceof ByteBuffer) {
            json.writeBinary(ColumnType.bytes(value));
        } else {
            throw new DataException("no JSON for a value of " + value.getClass().getName());
        }
    }

    /** Connect's date, time and timestamp are all a {@link Date}; only the schema distinguishes them. */
    private static String iso(Schema schema, Date date) {
        String name = schema == null ? null : schema.name();
        if (org.apache.kafka.connect.data.Date.LOGICAL_NAME.equals(name)) {
            return date.toInstant().atOffset(ZoneOffset.UTC).toLocalDate().toString();
        }
        if (Time.LOGICAL_NAME.equals(name)) {
            return date.toInstant().atOffset(ZoneOffset.UTC).toLocalTime().toString();
        }
        return date.toInstant().toString();
    }
}
