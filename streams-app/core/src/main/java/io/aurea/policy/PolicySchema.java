package io.aurea.policy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aurea.health.Scale;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The JSON schema of a policy, for editors: of the records that {@link RecordReader} reads, with the values of the
 * built-in policy as defaults and its comments as descriptions. It tells keys and forms; ranges, and what concerns
 * several keys, only the reader knows.
 */
final class PolicySchema {
    private final List<String> notKeys;
    private final ObjectNode definitions = JsonNodeFactory.instance.objectNode();

    private PolicySchema(List<String> notKeys) {
        this.notKeys = notKeys;
    }

    /**
     * @param sections the record of the whole file
     * @param builtIn text of the built-in policy
     * @param notKeys as for {@link RecordReader}
     */
    static ObjectNode of(Class<?> sections, String builtIn, List<String> notKeys) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "Policy of AUREA Streams");
        PolicySchema generator = new PolicySchema(notKeys);
        generator.record(schema, sections, ExplainedNode.root(builtIn), "", Map.of());
        schema.set("$defs", generator.definitions);
        return schema;
    }

    /**
     * A missing key keeps the value of the built-in policy; where there is none, only optional ones may be left out.
     *
     * @param table what comments further up say about keys of this name
     */
    private void record(
            ObjectNode schema, Class<?> type, ExplainedNode builtIn, String path, Map<String, String> table) {
        schema.put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        for (RecordComponent component : type.getRecordComponents()) {
            String key = RecordReader.keyOf(component);
            String at = RecordReader.join(path, key);
            if (!notKeys.contains(at)) {
                ExplainedNode below = builtIn.child(key);
                ObjectNode property = properties.putObject(key);
                below.description()
                        .or(() -> Optional.ofNullable(table.get(key)))
                        .ifPresent(text -> property.put("description", text));
                Type of = RecordReader.isMillis(component) ? Duration.class : component.getGenericType();
                value(property, of, below, at, builtIn == ExplainedNode.NONE ? Map.of() : table);
            }
        }
        schema.put("additionalProperties", false);
    }

    private void value(ObjectNode schema, Type type, ExplainedNode builtIn, String path, Map<String, String> table) {
        if (type instanceof ParameterizedType generic) {
            Type of = generic.getActualTypeArguments()[0];
            if (generic.getRawType() == Optional.class) {
                value(schema, of, ExplainedNode.NONE, path, table);
            } else if (ListEdits.areFor(of)) {
                edits(schema, (Class<?>) of, path, builtIn.tableOver(table));
            } else {
                schema.put("type", "array");
                value(schema.putObject("items"), of, ExplainedNode.NONE, path, builtIn.tableOver(table));
            }
            return;
        }
        Class<?> plain = (Class<?>) type;
        if (plain == Scale.class) {
            scale(schema);
        } else if (ScalarReader.knows(plain)) {
            ScalarSchema.of(schema, plain);
            builtIn.scalar().ifPresent(given -> ScalarSchema.fallback(schema, plain, given.getValue()));
        } else {
            record(schema, plain, builtIn, path, builtIn.tableOver(table));
            if (builtIn == ExplainedNode.NONE) {
                required(schema, plain);
            }
        }
    }

    /** All of the list, or what is added, overridden and removed, see {@link ListEdits}. */
    private void edits(ObjectNode schema, Class<?> of, String path, Map<String, String> table) {
        record(definitions.putObject(path), of, ExplainedNode.NONE, path, table);
        schema.putArray("type").add("array").add("object");
        whole(schema.putObject("items"), of, path);
        ObjectNode properties = schema.putObject("properties");
        for (String key : ListEdits.KEYS) {
            ObjectNode items = properties.putObject(key).put("type", "array").putObject("items");
            switch (key) {
                case "add" -> whole(items, of, path);
                case "override" ->
                    items.put("$ref", "#/$defs/" + path).putArray("required").add(ListEdits.keyOf(of));
                default -> ScalarSchema.of(items, String.class);
            }
        }
        schema.put("additionalProperties", false);
    }

    private void whole(ObjectNode schema, Class<?> of, String path) {
        schema.put("$ref", "#/$defs/" + path);
        required(schema, of);
    }

    private static void required(ObjectNode schema, Class<?> type) {
        ArrayNode required = schema.putArray("required");
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getType() != Optional.class) {
                required.add(RecordReader.keyOf(component));
            }
        }
    }

    /** A mapping from value to score, see {@link Scale}. */
    private static void scale(ObjectNode schema) {
        schema.put("type", "object");
        schema.putObject("patternProperties")
                .putObject(ScalarSchema.NUMBER)
                .put("type", "number")
                .put("minimum", 0)
                .put("maximum", 100);
        schema.put("additionalProperties", false);
        schema.put("minProperties", 2);
        schema.put("maxProperties", 20);
    }
}
