package io.aurea.converter;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema.Type;
import org.apache.avro.generic.GenericData;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;

/**
 * Converts values of one Connect schema to Avro values; derived once per schema. Optional becomes a union with null,
 * with null as the default. Immutable.
 *
 * @param schema the Avro schema
 * @param convert to what Avro's generic writer takes; never called with null
 */
record ConnectToAvro(org.apache.avro.Schema schema, UnaryOperator<Object> convert) {

    /** Connect's decimal has only a scale, Avro's a precision too. The name is Confluent's. */
    static final String PRECISION_PARAMETER = "connect.decimal.precision";

    private static final int PRECISION_DEFAULT = 64;
    private static final String UNNAMED = "ConnectRecord";
    private static final long DAY_MS = TimeUnit.DAYS.toMillis(1);

    /** @throws DataException if Avro has no such type: a map whose keys are not strings */
    static ConnectToAvro of(Schema connect) {
        return of(connect, UNNAMED, new LinkedHashMap<>());
    }

    /** @param records Avro's records by Connect's, since Avro lets each name be defined once */
    private static ConnectToAvro of(Schema connect, String path, Map<Schema, ConnectToAvro> records) {
        ConnectToAvro required = required(connect, path, records);
        if (!connect.isOptional()) {
            return required;
        }
        org.apache.avro.Schema nullable =
                org.apache.avro.Schema.createUnion(org.apache.avro.Schema.create(Type.NULL), required.schema);
        return new ConnectToAvro(nullable, required.convert);
    }

    private static ConnectToAvro required(Schema connect, String path, Map<Schema, ConnectToAvro> records) {
        ConnectToAvro logical = logical(connect);
        if (logical != null) {
            return logical;
        }
        return switch (connect.type()) {
            case BOOLEAN -> plain(Type.BOOLEAN, UnaryOperator.identity());
            case INT8, INT16, INT32 -> plain(Type.INT, value -> ((Number) value).intValue());
            case INT64 -> plain(Type.LONG, UnaryOperator.identity());
            case FLOAT32 -> plain(Type.FLOAT, UnaryOperator.identity());
            case FLOAT64 -> plain(Type.DOUBLE, UnaryOperator.identity());
            case STRING -> plain(Type.STRING, UnaryOperator.identity());
            case BYTES -> plain(Type.BYTES, value -> value instanceof byte[] array ? ByteBuffer.wrap(array) : value);
            case ARRAY -> array(of(connect.valueSchema(), path + "_element", records));
            case MAP -> map(connect, of(connect.valueSchema(), path + "_value", records));
            case STRUCT -> struct(connect, path, records);
        };
    }

    private static ConnectToAvro plain(Type type, UnaryOperator<Object> convert) {
        return new ConnectToAvro(org.apache.avro.Schema.create(type), convert);
    }

    private static ConnectToAvro logical(Schema connect) {
        if (connect.name() == null) {
            return null;
        }
        return switch (connect.name()) {
            case Timestamp.LOGICAL_NAME ->
                new ConnectToAvro(
                        LogicalTypes.timestampMillis().addToSchema(org.apache.avro.Schema.create(Type.LONG)),
                        value -> ((Date) value).getTime());
            case Time.LOGICAL_NAME ->
                new ConnectToAvro(
                        LogicalTypes.timeMillis().addToSchema(org.apache.avro.Schema.create(Type.INT)),
                        value -> (int) ((Date) value).getTime());
            case org.apache.kafka.connect.data.Date.LOGICAL_NAME ->
                new ConnectToAvro(LogicalTypes.date().addToSchema(org.apache.avro.Schema.create(Type.INT)), value ->
                        (int) Math.floorDiv(((Date) value).getTime(), DAY_MS));
            case Decimal.LOGICAL_NAME -> decimal(connect);
            default -> null;
        };
    }

    private static ConnectToAvro decimal(Schema connect) {
        int scale = Integer.parseInt(connect.parameters().get(Decimal.SCALE_FIELD));
        int precision = Integer.parseInt(
                connect.parameters().getOrDefault(PRECISION_PARAMETER, Integer.toString(PRECISION_DEFAULT)));
        return new ConnectToAvro(
                LogicalTypes.decimal(Math.max(precision, scale), scale)
                        .addToSchema(org.apache.avro.Schema.create(Type.BYTES)),
                value -> ByteBuffer.wrap(((BigDecimal) value).unscaledValue().toByteArray()));
    }

    private static ConnectToAvro array(ConnectToAvro element) {
        return new ConnectToAvro(org.apache.avro.Schema.createArray(element.schema), value -> {
            List<?> from = (List<?>) value;
            List<Object> to = new ArrayList<>(from.size());
            from.forEach(each -> to.add(element.orNull(each)));
            return to;
        });
    }

    private static ConnectToAvro map(Schema connect, ConnectToAvro element) {
        if (connect.keySchema().type() != Schema.Type.STRING) {
            throw new DataException(
                    "Avro has no map with keys of type " + connect.keySchema().type() + "; allowed is STRING");
        }
        return new ConnectToAvro(org.apache.avro.Schema.createMap(element.schema), value -> {
            Map<String, Object> to = new LinkedHashMap<>();
            ((Map<?, ?>) value).forEach((key, each) -> to.put((String) key, element.orNull(each)));
            return to;
        });
    }

    private static ConnectToAvro struct(Schema connect, String path, Map<Schema, ConnectToAvro> records) {
        ConnectToAvro known = records.get(connect);
        if (known != null) {
            return known;
        }
        String name = connect.name() == null ? path : connect.name();
        List<ConnectToAvro> members = new ArrayList<>();
        List<org.apache.avro.Schema.Field> fields = new ArrayList<>();
        for (Field field : connect.fields()) {
            ConnectToAvro member = of(field.schema(), path + "_" + field.name(), records);
            members.add(member);
            fields.add(new org.apache.avro.Schema.Field(
                    field.name(),
                    member.schema,
                    field.schema().doc(),
                    field.schema().isOptional() ? JsonProperties.NULL_VALUE : null));
        }
        org.apache.avro.Schema avro = org.apache.avro.Schema.createRecord(name, connect.doc(), null, false, fields);
        ConnectToAvro made = new ConnectToAvro(avro, value -> {
            Struct from = (Struct) value;
            GenericData.Record to = new GenericData.Record(avro);
            for (int i = 0; i < members.size(); i++) {
                to.put(i, members.get(i).orNull(from.get(connect.fields().get(i))));
            }
            return to;
        });
        records.put(connect, made);
        return made;
    }

    Object orNull(Object value) {
        return value == null ? null : convert.apply(value);
    }
}
