package io.aurea.converter;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;

/**
 * Converts values of one Avro schema to Connect values; derived once per schema. Defaults are left out, since the
 * writer has filled them in. Immutable.
 *
 * @param schema the Connect schema
 * @param convert from what Avro's generic reader returns; never called with null
 */
record AvroToConnect(Schema schema, UnaryOperator<Object> convert) {

    private static final long DAY_MS = TimeUnit.DAYS.toMillis(1);

    /** @throws DataException if Connect has no such type: a union of several types, or a record within itself */
    static AvroToConnect of(org.apache.avro.Schema avro) {
        return of(avro, false, new HashSet<>());
    }

    private static AvroToConnect of(org.apache.avro.Schema avro, boolean optional, Set<String> enclosing) {
        return switch (avro.getType()) {
            case BOOLEAN -> plain(SchemaBuilder.bool(), optional, UnaryOperator.identity());
            case FLOAT -> plain(SchemaBuilder.float32(), optional, UnaryOperator.identity());
            case DOUBLE -> plain(SchemaBuilder.float64(), optional, UnaryOperator.identity());
            case STRING, ENUM -> plain(SchemaBuilder.string(), optional, Object::toString);
            case INT, LONG -> number(avro, optional);
            case BYTES, FIXED -> bytes(avro, optional);
            case ARRAY -> array(avro, optional, enclosing);
            case MAP -> map(avro, optional, enclosing);
            case RECORD -> struct(avro, optional, enclosing);
            case UNION -> union(avro, enclosing);
            case NULL -> throw new DataException("Connect has no type for Avro's null by itself");
        };
    }

    private static AvroToConnect plain(SchemaBuilder builder, boolean optional, UnaryOperator<Object> convert) {
        return new AvroToConnect((optional ? builder.optional() : builder).build(), convert);
    }

    private static AvroToConnect number(org.apache.avro.Schema avro, boolean optional) {
        LogicalType logical = avro.getLogicalType();
        if (logical instanceof LogicalTypes.TimestampMillis) {
            return plain(Timestamp.builder(), optional, value -> new Date((Long) value));
        }
        if (logical instanceof LogicalTypes.TimeMillis) {
            return plain(Time.builder(), optional, value -> new Date((Integer) value));
        }
        if (logical instanceof LogicalTypes.Date) {
            return plain(
                    org.apache.kafka.connect.data.Date.builder(),
                    optional,
                    value -> new Date((Integer) value * DAY_MS));
        }
        boolean isInt = avro.getType() == org.apache.avro.Schema.Type.INT;
        return plain(isInt ? SchemaBuilder.int32() : SchemaBuilder.int64(), optional, UnaryOperator.identity());
    }

    private static AvroToConnect bytes(org.apache.avro.Schema avro, boolean optional) {
        UnaryOperator<Object> raw =
                value -> value instanceof GenericFixed fixed ? ByteBuffer.wrap(fixed.bytes()) : value;
        if (avro.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
            int scale = decimal.getScale();
            SchemaBuilder builder = Decimal.builder(scale)
                    .parameter(ConnectToAvro.PRECISION_PARAMETER, Integer.toString(decimal.getPrecision()));
            return plain(builder, optional, value -> {
                ByteBuffer buffer = ((ByteBuffer) raw.apply(value)).duplicate();
                byte[] unscaled = new byte[buffer.remaining()];
                buffer.get(unscaled);
                return new BigDecimal(new BigInteger(unscaled), scale);
            });
        }
        return plain(SchemaBuilder.bytes(), optional, raw);
    }

    private static AvroToConnect array(org.apache.avro.Schema avro, boolean optional, Set<String> enclosing) {
        AvroToConnect element = of(avro.getElementType(), false, enclosing);
        return plain(SchemaBuilder.array(element.schema), optional, value -> {
            List<?> from = (List<?>) value;
            List<Object> to = new ArrayList<>(from.size());
            from.forEach(each -> to.add(element.orNull(each)));
            return to;
        });
    }

    private static AvroToConnect map(org.apache.avro.Schema avro, boolean optional, Set<String> enclosing) {
        AvroToConnect element = of(avro.getValueType(), false, enclosing);
        return plain(SchemaBuilder.map(Schema.STRING_SCHEMA, element.schema), optional, value -> {
            Map<String, Object> to = new LinkedHashMap<>();
            ((Map<?, ?>) value).forEach((key, each) -> to.put(key.toString(), element.orNull(each)));
            return to;
        });
    }

    private static AvroToConnect struct(org.apache.avro.Schema avro, boolean optional, Set<String> enclosing) {
        if (!enclosing.add(avro.getFullName())) {
            throw new DataException("Connect has no type for " + avro.getFullName() + ", which contains itself");
        }
        SchemaBuilder builder = SchemaBuilder.struct().name(avro.getFullName());
        if (avro.getDoc() != null) {
            builder.doc(avro.getDoc());
        }
        List<AvroToConnect> members = new ArrayList<>();
        for (org.apache.avro.Schema.Field field : avro.getFields()) {
            try {
                AvroToConnect member = of(field.schema(), false, enclosing);
                members.add(member);
                builder.field(field.name(), member.schema);
            } catch (DataException e) {
                throw new DataException(
                        "field " + field.name() + " of " + avro.getFullName() + ": " + e.getMessage(), e);
            }
        }
        enclosing.remove(avro.getFullName());
        Schema schema = (optional ? builder.optional() : builder).build();
        List<Field> fields = schema.fields();
        return new AvroToConnect(schema, value -> {
            IndexedRecord from = (IndexedRecord) value;
            Struct to = new Struct(schema);
            for (int i = 0; i < fields.size(); i++) {
                to.put(fields.get(i), members.get(i).orNull(from.get(i)));
            }
            return to;
        });
    }

    /** A union of null and one other type is Connect's optional; a column can hold no other. */
    private static AvroToConnect union(org.apache.avro.Schema avro, Set<String> enclosing) {
        List<org.apache.avro.Schema> types = avro.getTypes().stream()
                .filter(type -> type.getType() != org.apache.avro.Schema.Type.NULL)
                .toList();
        if (types.size() != 1) {
            throw new DataException("Connect has no type for the union "
                    + avro.getTypes().stream()
                            .map(org.apache.avro.Schema::getFullName)
                            .toList()
                    + "; allowed is null and one other type");
        }
        return of(types.get(0), types.size() < avro.getTypes().size(), enclosing);
    }

    Object orNull(Object value) {
        return value == null ? null : convert.apply(value);
    }
}
