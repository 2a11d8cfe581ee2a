package io.aurea.schema;

import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.arbitraries.StringArbitrary;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** Arbitrary records of a generated class, with every value its schema allows. */
public final class AnyRecord {

    private static final int COLLECTION_SIZE = 3;

    private AnyRecord() {}

    public static Arbitrary<SpecificRecord> of(Schema record) {
        return any(record).map(SpecificRecord.class::cast);
    }

    private static Arbitrary<?> any(Schema schema) {
        return switch (schema.getType()) {
            case RECORD -> record(schema);
            case ENUM ->
                Arbitraries.of(schema.getEnumSymbols())
                        .map(symbol -> SpecificData.get().createEnum(symbol, schema));
            case UNION ->
                Arbitraries.oneOf(schema.getTypes().stream()
                        .<Arbitrary<?>>map(AnyRecord::any)
                        .toList());
            case MAP -> Arbitraries.maps(text(), any(schema.getValueType())).ofMaxSize(COLLECTION_SIZE);
            case ARRAY -> any(schema.getElementType()).list().ofMaxSize(COLLECTION_SIZE);
            case STRING -> text();
            case LONG ->
                schema.getLogicalType() == null
                        ? Arbitraries.longs()
                        : Arbitraries.longs().map(Instant::ofEpochMilli);
            case INT -> Arbitraries.integers();
            case DOUBLE -> Arbitraries.doubles();
            case BOOLEAN -> Arbitraries.of(true, false);
            case NULL -> Arbitraries.just(null);
            default -> throw new IllegalArgumentException("No topic has a value of type " + schema.getType());
        };
    }

    private static Arbitrary<SpecificRecord> record(Schema schema) {
        List<Arbitrary<Object>> values = schema.getFields().stream()
                .map(field -> any(field.schema()).map(Object.class::cast))
                .toList();
        return Combinators.combine(values).as(fields -> {
            SpecificRecord record =
                    (SpecificRecord) SpecificData.newInstance(SpecificData.get().getClass(schema), schema);
            for (int i = 0; i < fields.size(); i++) {
                record.put(i, fields.get(i));
            }
            return record;
        });
    }

    /** Without lone surrogates, which UTF-8 cannot carry. */
    private static StringArbitrary text() {
        return Arbitraries.strings().withCharRange('\u0000', '\uD7FF').ofMaxLength(40);
    }
}
