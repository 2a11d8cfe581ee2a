package io.aurea.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.avro.Schema;

/** The text under which a schema is registered. */
public final class RegisteredForm {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String JAVA_STRING = "avro.java.string";

    private RegisteredForm() {}

    /**
     * The schema as one self-contained JSON text, without the properties that generated classes carry for Java strings:
     * they mean nothing to other languages, and with them the same schema would be registered twice.
     */
    public static String of(Schema schema) {
        try {
            JsonNode tree = JSON.readTree(schema.toString());
            removeJavaString(tree);
            return new Schema.Parser().parse(tree.toString()).toString();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Schema " + schema.getFullName() + " is not JSON", e);
        }
    }

    private static void removeJavaString(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove(JAVA_STRING);
        }
        node.forEach(RegisteredForm::removeJavaString);
    }
}
