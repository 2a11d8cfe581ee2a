package io.aurea.policy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aurea.goal.GoalMetric;
import io.aurea.name.NameGlob;
import io.aurea.pattern.PatternSettings.Dependency;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** JSON schemas of the values that {@link ScalarReader} reads. */
final class ScalarSchema {
    /** A number as a key. */
    static final String NUMBER = "^[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?$";

    private static final Set<Class<?>> WHOLE = Set.of(int.class, long.class, Integer.class);
    private static final Set<Class<?>> NUMBERS = Set.of(double.class, Double.class);
    private static final Set<Class<?>> TRUTHS = Set.of(boolean.class, Boolean.class);

    private ScalarSchema() {}

    static void of(ObjectNode schema, Class<?> type) {
        if (type.isEnum()) {
            schema.put("type", "string");
            ArrayNode names = schema.putArray("enum");
            ScalarReader.names(type).forEach(names::add);
        } else if (WHOLE.contains(type)) {
            schema.put("type", "integer");
        } else if (NUMBERS.contains(type)) {
            schema.put("type", "number");
        } else if (TRUTHS.contains(type)) {
            schema.put("type", "boolean");
        } else if (type == Duration.class) {
            pattern(schema, ScalarReader.DURATION.pattern());
        } else if (type == Dependency.class) {
            pattern(schema, ScalarReader.DEPENDENCY.pattern());
        } else if (type == GoalMetric.class) {
            pattern(
                    schema,
                    '(' + lower(GoalMetric.Own.values()) + "|[^/]+/[^/*]+:(" + lower(GoalMetric.Number.values())
                            + "))");
        } else if (type == NameGlob.class) {
            text(schema).put("minLength", 1);
        } else {
            text(schema);
        }
    }

    /** @param given in the built-in policy */
    static void fallback(ObjectNode schema, Class<?> type, String given) {
        if (WHOLE.contains(type) || NUMBERS.contains(type)) {
            schema.put("default", new BigDecimal(given));
        } else if (TRUTHS.contains(type)) {
            schema.put("default", Boolean.parseBoolean(given));
        } else {
            schema.put("default", given);
        }
    }

    /** The reader takes any single value for a text; editors know 1.5 as a number, and true as what it is. */
    private static ObjectNode text(ObjectNode schema) {
        schema.putArray("type").add("string").add("number").add("boolean");
        return schema;
    }

    private static void pattern(ObjectNode schema, String whole) {
        schema.put("type", "string").put("pattern", '^' + whole + '$');
    }

    private static String lower(Enum<?>[] constants) {
        return Arrays.stream(constants)
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining("|"));
    }
}
