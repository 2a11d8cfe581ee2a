package io.aurea.state;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificData;

/**
 * What a schema adds to an earlier release of it: symbols at the end of enums and fields with a default at the end of records,
 * wherever these are in it.
 */
final class Additions {
    /** Of a schema that adds nothing; known by its identity, so that nobody looks into its values. */
    private static final Predicate<Object> NOTHING = value -> true;

    private Additions() {}

    /**
     * @return whether a value has none of what the newer schema adds, and so can be written in the older one; empty if something
     *     else is different in the newer schema
     */
    static Optional<Predicate<Object>> absent(Schema older, Schema newer) {
        if (older.getType() != newer.getType()) {
            return Optional.empty();
        }
        return switch (older.getType()) {
            case ENUM -> absentSymbols(older, newer);
            case RECORD -> absentFields(older, newer);
            case ARRAY -> within(older.getElementType(), newer.getElementType(), array -> (Collection<?>) array);
            case MAP -> within(older.getValueType(), newer.getValueType(), map -> ((Map<?, ?>) map).values());
            case UNION -> absentInTheOnlyChoice(older.getTypes(), newer.getTypes());
            default -> isSame(older, newer) ? Optional.of(NOTHING) : Optional.empty();
        };
    }

    private static boolean isSame(Schema older, Schema newer) {
        return SchemaNormalization.parsingFingerprint64(older) == SchemaNormalization.parsingFingerprint64(newer);
    }

    private static Optional<Predicate<Object>> absentSymbols(Schema older, Schema newer) {
        List<String> before = older.getEnumSymbols();
        List<String> after = newer.getEnumSymbols();
        if (!older.getFullName().equals(newer.getFullName())
                || before.size() > after.size()
                || !after.subList(0, before.size()).equals(before)) {
            return Optional.empty();
        }
        return Optional.of(before.size() == after.size() ? NOTHING : symbol -> older.hasEnumSymbol(symbol.toString()));
    }

    private static Optional<Predicate<Object>> absentFields(Schema older, Schema newer) {
        List<Field> before = older.getFields();
        List<Field> after = newer.getFields();
        if (!older.getFullName().equals(newer.getFullName()) || before.size() > after.size()) {
            return Optional.empty();
        }
        Map<Integer, Predicate<Object>> byPosition = new LinkedHashMap<>();
        for (Field field : before) {
            Field now = after.get(field.pos());
            Optional<Predicate<Object>> absent = absent(field.schema(), now.schema());
            if (absent.isEmpty() || !field.name().equals(now.name())) {
                return Optional.empty();
            }
            byPosition.put(field.pos(), absent.get());
        }
        for (Field added : after.subList(before.size(), after.size())) {
            Object unset = SpecificData.get().getDefaultValue(added);
            byPosition.put(added.pos(), value -> SpecificData.get().compare(value, unset, added.schema()) == 0);
        }
        byPosition.values().removeIf(NOTHING::equals);
        return Optional.of(
                byPosition.isEmpty()
                        ? NOTHING
                        : each -> byPosition.entrySet().stream()
                                .allMatch(e -> e.getValue().test(((IndexedRecord) each).get(e.getKey()))));
    }

    private static Optional<Predicate<Object>> within(
            Schema older, Schema newer, Function<Object, Collection<?>> values) {
        return absent(older, newer)
                .map(absent -> absent == NOTHING
                        ? NOTHING
                        : all -> values.apply(all).stream().allMatch(absent));
    }

    /** Of a union that has nothing but null and one type where anything is added. */
    private static Optional<Predicate<Object>> absentInTheOnlyChoice(List<Schema> older, List<Schema> newer) {
        if (older.size() != newer.size()) {
            return Optional.empty();
        }
        List<Predicate<Object>> all = new ArrayList<>();
        for (int i = 0; i < older.size(); i++) {
            Optional<Predicate<Object>> absent = absent(older.get(i), newer.get(i));
            if (absent.isEmpty()) {
                return Optional.empty();
            }
            all.add(absent.get());
        }
        long choices = older.stream()
                .filter(type -> type.getType() != Schema.Type.NULL)
                .count();
        all.removeIf(NOTHING::equals);
        if (all.isEmpty()) {
            return Optional.of(NOTHING);
        }
        return choices == 1 ? Optional.of(value -> value == null || all.get(0).test(value)) : Optional.empty();
    }
}
