package io.aurea.act;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aurea.schema.Decision;
import io.aurea.schema.Incident;
import io.aurea.schema.IncidentNews;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/**
 * A decision, or the news of an incident, as a CloudEvent 1.0 in structured JSON; its data has the fields of the Avro
 * schema, times in ISO-8601.
 */
final class CloudEvent {
    static final String CONTENT_TYPE = "application/cloudevents+json; charset=UTF-8";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private CloudEvent() {}

    /** {@code id} is stable per revision, and unique within the source. */
    static byte[] of(Decision decision) {
        return event(
                decision.getDecisionId() + "/" + decision.getRevision(),
                decision.getTenantId(),
                "decision." + decision.getState().name().toLowerCase(Locale.ROOT),
                decision.getDecisionId(),
                decision.getUpdatedAt(),
                record(decision));
    }

    /** Its type ends in opened, escalated, reminder or ended. */
    static byte[] of(IncidentNews news, Incident incident) {
        String what =
                news == IncidentNews.INCIDENT_OPENED ? "opened" : news.name().toLowerCase(Locale.ROOT);
        return event(
                incident.getIncidentId() + "/" + incident.getRevision() + "/" + what,
                incident.getTenantId(),
                "incident." + what,
                incident.getIncidentId(),
                incident.getUpdatedAt(),
                record(incident)
                        .put(IncidentFields.LAST_STEP, IncidentFields.lastStep(incident))
                        .put(IncidentFields.QUESTION, IncidentFields.question(incident)));
    }

    private static byte[] event(String id, String tenant, String type, String subject, Instant time, ObjectNode data) {
        ObjectNode event = MAPPER.createObjectNode()
                .put("specversion", "1.0")
                .put("id", id)
                .put("source", "/aurea/tenants/" + tenant)
                .put("type", "io.aurea." + type)
                .put("subject", subject)
                .put("time", time.toString())
                .put("datacontenttype", "application/json");
        event.set("data", data);
        try {
            return MAPPER.writeValueAsBytes(event);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static ObjectNode record(IndexedRecord record) {
        ObjectNode node = MAPPER.createObjectNode();
        for (Schema.Field field : record.getSchema().getFields()) {
            node.set(field.name(), MAPPER.valueToTree(plain(record.get(field.pos()))));
        }
        return node;
    }

    /** The value as a type that Jackson writes by itself. */
    private static Object plain(Object value) {
        if (value instanceof IndexedRecord record) {
            return record(record);
        } else if (value instanceof Collection<?> items) {
            ArrayNode array = MAPPER.createArrayNode();
            items.forEach(item -> array.add(MAPPER.<JsonNode>valueToTree(plain(item))));
            return array;
        } else if (value == null || value instanceof Number || value instanceof Boolean || value instanceof Map) {
            return value;
        }
        return value.toString();
    }
}
