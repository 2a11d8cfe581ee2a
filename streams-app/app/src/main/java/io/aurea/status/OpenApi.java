package io.aurea.status;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aurea.schema.BrainEntry;
import io.aurea.schema.CycleMetrics;
import io.aurea.schema.Decision;
import io.aurea.schema.Goal;
import io.aurea.schema.Incident;
import io.aurea.schema.Learning;
import io.aurea.schema.Pattern;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Predicate;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The OpenAPI document: paths from the resource, and schemas of records generated from the Avro schemas, so that each
 * field has one source of truth.
 */
final class OpenApi {
    static final String PATH = "/openapi.json";

    private static final String RESOURCE = "openapi.yaml";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Schema> RECORDS = List.of(
            CycleMetrics.SCHEMA$,
            Pattern.SCHEMA$,
            Goal.SCHEMA$,
            Incident.SCHEMA$,
            Decision.SCHEMA$,
            Learning.SCHEMA$,
            BrainEntry.SCHEMA$);

    private OpenApi() {}

    /** The whole document. */
    static ObjectNode document() {
        try (InputStream yaml = OpenApi.class.getResourceAsStream(RESOURCE)) {
            Object read = new Load(LoadSettings.builder().build()).loadFromInputStream(yaml);
            ObjectNode document = JSON.valueToTree(read);
            ObjectNode schemas = (ObjectNode) document.path("components").path("schemas");
            RECORDS.forEach(record -> add(record, schemas));
            schemas.set(
                    "DecisionSummary",
                    object(
                            "A decision without its evidence, in its latest state.",
                            Decision.SCHEMA$,
                            RecordJson::inSummary,
                            schemas));
            schemas.set(
                    "IncidentSummary",
                    object(
                            "An incident without its changes, patterns, decisions, denials and timeline, in its latest state.",
                            Incident.SCHEMA$,
                            RecordJson::inIncidentSummary,
                            schemas));
            return document;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static void add(Schema named, ObjectNode schemas) {
        if (schemas.has(named.getName())) {
            return;
        }
        if (named.getType() == Schema.Type.ENUM) {
            ObjectNode schema = schemas.putObject(named.getName());
            schema.put("type", "string");
            describe(schema, named.getDoc());
            named.getEnumSymbols().forEach(schema.putArray("enum")::add);
        } else {
            schemas.putObject(named.getName());
            schemas.set(named.getName(), object(named.getDoc(), named, field -> true, schemas));
        }
    }

    private static ObjectNode object(String doc, Schema record, Predicate<String> with, ObjectNode schemas) {
        ObjectNode schema = JSON.createObjectNode();
        schema.put("type", "object");
        describe(schema, doc);
        schema.put("additionalProperties", false);
        ArrayNode required = schema.putArray("required");
        ObjectNode properties = schema.putObject("properties");
        for (Schema.Field field : record.getFields()) {
            if (with.test(field.name())) {
                required.add(field.name());
                ObjectNode property = type(field.schema(), schemas);
                describe(property, field.doc());
                properties.set(field.name(), property);
            }
        }
        return schema;
    }

    private static void describe(ObjectNode schema, String doc) {
        if (doc != null) {
            schema.put("description", doc);
        }
    }

    private static ObjectNode type(Schema schema, ObjectNode schemas) {
        ObjectNode node = JSON.createObjectNode();
        switch (schema.getType()) {
            case RECORD, ENUM -> {
                add(schema, schemas);
                node.put("$ref", "#/components/schemas/" + schema.getName());
            }
            case ARRAY -> node.put("type", "array").set("items", type(schema.getElementType(), schemas));
            case MAP -> node.put("type", "object").set("additionalProperties", type(schema.getValueType(), schemas));
            case UNION -> {
                Schema value = schema.getTypes().stream()
                        .filter(t -> t.getType() != Schema.Type.NULL)
                        .findFirst()
                        .orElseThrow();
                ObjectNode one = type(value, schemas);
                if (one.has("$ref")) {
                    node.putArray("anyOf").add(one).addObject().put("type", "null");
                } else {
                    String type = one.get("type").asText();
                    one.putArray("type").add(type).add("null");
                    node = one;
                }
            }
            case INT -> node.put("type", "integer");
            case LONG -> {
                if (schema.getLogicalType() instanceof LogicalTypes.TimestampMillis) {
                    node.put("type", "string").put("format", "date-time");
                } else {
                    node.put("type", "integer");
                }
            }
            case DOUBLE, FLOAT -> node.put("type", "number");
            case BOOLEAN -> node.put("type", "boolean");
            default -> node.put("type", "string");
        }
        return node;
    }
}
