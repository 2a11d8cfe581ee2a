package io.aurea.cli.publish;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.aurea.cli.EventTime;
import io.aurea.schema.Observation;
import io.aurea.schema.ObservationKind;
import java.io.IOException;
import java.nio.CharBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one observation from one line of JSON, strictly: the field names are those of the Avro schema, each at most
 * once, each of its own type. Values are not checked here, see {@code ObservationRules}. Not thread-safe.
 */
final class ObservationJson {

    private static final JsonFactory JSON = new JsonFactory();
    private static final String FIELDS = String.join(
            ", ",
            Observation.getClassSchema().getFields().stream()
                    .map(field -> field.name())
                    .toList());
    private static final int LONGEST_QUOTE = 40;

    /** Neighbouring lines mostly have the same time, and ISO-8601 takes longest to parse. */
    private String lastTimeText;

    private Instant lastTime;

    /**
     * Reads the line.
     *
     * @throws MalformedLine with the reason: not a JSON object, an unknown, repeated or missing field, a wrong type
     */
    Observation parse(CharBuffer line) throws MalformedLine {
        try (JsonParser json =
                JSON.createParser(line.array(), line.arrayOffset() + line.position(), line.remaining())) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedLine("not a JSON object");
            }
            Observation observation = fields(json);
            if (json.nextToken() != null) {
                throw new MalformedLine("more than one JSON value on the line");
            }
            return observation;
        } catch (JacksonException malformed) {
            // The rest of the message is for programmers.
            String problem = malformed.getOriginalMessage().split(": enable |\\R", 2)[0];
            // What breaks a limit of the parser may have no place.
            JsonLocation at = malformed.getLocation();
            throw new MalformedLine("not JSON: " + problem + (at == null ? "" : ", at column " + at.getColumnNr()));
        } catch (IOException impossible) {
            throw new IllegalStateException("reading from memory failed", impossible);
        }
    }

    private Observation fields(JsonParser json) throws IOException, MalformedLine {
        Observation observation = new Observation();
        observation.setObservationId("");
        observation.setAttributes(Map.of());
        int seen = 0;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            int field = assign(observation, name, value, json);
            if ((seen & 1 << field) != 0) {
                throw new MalformedLine("%s: given twice".formatted(name));
            }
            seen |= 1 << field;
        }
        checkComplete(observation);
        return observation;
    }

    /** Sets the field and returns its position in the schema. */
    private int assign(Observation observation, String name, JsonToken value, JsonParser json)
            throws IOException, MalformedLine {
        switch (name) {
            case "observation_id" -> observation.setObservationId(text(name, value, json));
            case "tenant_id" -> observation.setTenantId(text(name, value, json));
            case "source" -> observation.setSource(text(name, value, json));
            case "kind" -> observation.setKind(kind(text(name, value, json)));
            case "name" -> observation.setName(text(name, value, json));
            case "observed_at" -> observation.setObservedAt(instant(value, json));
            case "value" -> observation.setValue(optional(value) ? null : number(name, value, json));
            case "unit" -> observation.setUnit(optional(value) ? null : text(name, value, json));
            case "success" -> observation.setSuccess(optional(value) ? null : truth(name, value, json));
            case "duration_ms" -> observation.setDurationMs(optional(value) ? null : number(name, value, json));
            case "error" -> observation.setError(optional(value) ? null : text(name, value, json));
            case "peer" -> observation.setPeer(optional(value) ? null : text(name, value, json));
            case "attributes" -> observation.setAttributes(attributes(value, json));
            default -> throw new MalformedLine("%s: unknown field; allowed: %s".formatted(quote(name), FIELDS));
        }
        return Observation.getClassSchema().getField(name).pos();
    }

    private static boolean optional(JsonToken value) {
        return value == JsonToken.VALUE_NULL;
    }

    private static String text(String name, JsonToken value, JsonParser json) throws IOException, MalformedLine {
        if (value != JsonToken.VALUE_STRING) {
            throw wrongType(name, "a string", value, json);
        }
        return json.getText();
    }

    private static double number(String name, JsonToken value, JsonParser json) throws IOException, MalformedLine {
        if (value != JsonToken.VALUE_NUMBER_FLOAT && value != JsonToken.VALUE_NUMBER_INT) {
            throw wrongType(name, "a number", value, json);
        }
        return json.getDoubleValue();
    }

    private static boolean truth(String name, JsonToken value, JsonParser json) throws IOException, MalformedLine {
        if (value != JsonToken.VALUE_TRUE && value != JsonToken.VALUE_FALSE) {
            throw wrongType(name, "true or false", value, json);
        }
        return value == JsonToken.VALUE_TRUE;
    }

    private static ObservationKind kind(String name) throws MalformedLine {
        return switch (name) {
            case "METRIC" -> ObservationKind.METRIC;
            case "COUNTER" -> ObservationKind.COUNTER;
            case "OPERATION" -> ObservationKind.OPERATION;
            case "HEALTH" -> ObservationKind.HEALTH;
            case "EVENT" -> ObservationKind.EVENT;
            case "TICK" -> throw new MalformedLine("kind: TICK is not taken from lines; send writes the ticks itself");
            default ->
                throw new MalformedLine("kind: %s is unknown; allowed: METRIC, COUNTER, OPERATION, HEALTH, EVENT"
                        .formatted(quote(name)));
        };
    }

    private Instant instant(JsonToken value, JsonParser json) throws IOException, MalformedLine {
        if (value == JsonToken.VALUE_STRING) {
            String text = json.getText();
            if (!text.equals(lastTimeText)) {
                lastTime = parseTime(text);
                lastTimeText = text;
            }
            return lastTime;
        }
        if (value == JsonToken.VALUE_NUMBER_INT || value == JsonToken.VALUE_NUMBER_FLOAT) {
            try {
                return EventTime.ofNumber(json.getDecimalValue());
            } catch (DateTimeException | ArithmeticException | NumberFormatException beyond) {
                throw malformedTime(json.getText());
            }
        }
        throw wrongType("observed_at", "ISO-8601 text, or a number of epoch seconds or milliseconds", value, json);
    }

    private static Instant parseTime(String text) throws MalformedLine {
        try {
            return EventTime.ofIso(text);
        } catch (DateTimeException malformed) {
            throw malformedTime(text);
        }
    }

    private static MalformedLine malformedTime(String text) {
        return new MalformedLine(
                "observed_at: %s is not a time; allowed: %s".formatted(quote(text), EventTime.ALLOWED));
    }

    private static Map<String, String> attributes(JsonToken value, JsonParser json) throws IOException, MalformedLine {
        if (value != JsonToken.START_OBJECT) {
            throw wrongType("attributes", "an object of strings", value, json);
        }
        Map<String, String> attributes = new HashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            String path = "attributes." + quote(key);
            if (attributes.put(key, text(path, json.nextToken(), json)) != null) {
                throw new MalformedLine("%s: given twice".formatted(path));
            }
        }
        return attributes;
    }

    private static void checkComplete(Observation observation) throws MalformedLine {
        List<String> missing = new ArrayList<>(0);
        if (observation.getTenantId() == null) {
            missing.add("tenant_id");
        }
        if (observation.getSource() == null) {
            missing.add("source");
        }
        if (observation.getKind() == null) {
            missing.add("kind");
        }
        if (observation.getName() == null) {
            missing.add("name");
        }
        if (observation.getObservedAt() == null) {
            missing.add("observed_at");
        }
        if (!missing.isEmpty()) {
            throw new MalformedLine("%s: missing".formatted(String.join(", ", missing)));
        }
    }

    private static MalformedLine wrongType(String field, String allowed, JsonToken value, JsonParser json)
            throws IOException {
        String found =
                switch (value) {
                    case START_OBJECT -> "an object";
                    case START_ARRAY -> "an array";
                    case VALUE_STRING -> "the string " + quote(json.getText());
                    default -> quote(json.getText());
                };
        return new MalformedLine("%s: %s is not %s".formatted(field, found, allowed));
    }

    /** The text in quotes, short enough for one line and without control characters. */
    private static String quote(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", "?");
        return clean.length() <= LONGEST_QUOTE ? "'" + clean + "'" : "'" + clean.substring(0, LONGEST_QUOTE) + "...'";
    }
}
