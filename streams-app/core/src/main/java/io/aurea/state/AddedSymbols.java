package io.aurea.state;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.IndexedRecord;

/** Symbols at the end of enums, wherever these are in a schema, that an earlier release of it does not have. */
final class AddedSymbols {
    private AddedSymbols() {}

    /** Whether nothing else is different in the newer schema. */
    static boolean isAll(Schema older, Schema newer) {
        if (older.getType() != newer.getType()) {
            return false;
        }
        return switch (older.getType()) {
            case ENUM ->
                older.getFullName().equals(newer.getFullName())
                        && startsWith(newer.getEnumSymbols(), older.getEnumSymbols());
            case RECORD ->
                older.getFullName().equals(newer.getFullName())
                        && older.getFields().size() == newer.getFields().size()
                        && older.getFields().stream().allMatch(field -> isAll(field, newer));
            case ARRAY -> isAll(older.getElementType(), newer.getElementType());
            case MAP -> isAll(older.getValueType(), newer.getValueType());
            case UNION -> isAll(older.getTypes(), newer.getTypes());
            default ->
                SchemaNormalization.parsingFingerprint64(older) == SchemaNormalization.parsingFingerprint64(newer);
        };
    }

    private static boolean isAll(Field older, Schema newer) {
        Field now = newer.getFields().get(older.pos());
        return older.name().equals(now.name()) && isAll(older.schema(), now.schema());
    }

    private static boolean isAll(List<Schema> older, List<Schema> newer) {
        if (older.size() != newer.size()) {
            return false;
        }
        for (int i = 0; i < older.size(); i++) {
            if (!isAll(older.get(i), newer.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean startsWith(List<String> symbols, List<String> first) {
        return symbols.size() >= first.size()
                && symbols.subList(0, first.size()).equals(first);
    }

    /** Whether a value has none of them, and so can be written in the older schema. */
    static boolean lacksAll(Schema older, Object value) {
        if (value == null) {
            return true;
        }
        return switch (older.getType()) {
            case ENUM -> older.hasEnumSymbol(value.toString());
            case RECORD ->
                older.getFields().stream()
                        .allMatch(field -> lacksAll(field.schema(), ((IndexedRecord) value).get(field.pos())));
            case ARRAY -> ((Collection<?>) value).stream().allMatch(each -> lacksAll(older.getElementType(), each));
            case MAP -> ((Map<?, ?>) value).values().stream().allMatch(each -> lacksAll(older.getValueType(), each));
            case UNION -> only(older).filter(type -> lacksAll(type, value)).isPresent();
            default -> true;
        };
    }

    /** What a value that is there has as its type, where there is no choice. */
    private static Optional<Schema> only(Schema union) {
        List<Schema> types = union.getTypes().stream()
                .filter(type -> type.getType() != Schema.Type.NULL)
                .toList();
        return types.size() == 1 ? Optional.of(types.get(0)) : Optional.empty();
    }
}
